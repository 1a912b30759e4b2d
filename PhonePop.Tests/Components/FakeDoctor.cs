using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PhonePop.Server.Doctor;
using PhonePop.Server.Pbx;

namespace PhonePop.Tests.Components;

/// <summary>A doctor that finds what the test tells it.</summary>
internal sealed class FakeDoctor(params string[] pbxes) : IDoctor
{
    private readonly Channel<Check> _checks = Channel.CreateBounded<Check>(100);

    public IReadOnlyList<string> Pbxes => pbxes;

    public bool Cancelled { get; private set; }

    /// <summary>The PBX that was tried without being watched.</summary>
    public PbxOptions? Tried { get; private set; }

    public void Tell(Check check) => _checks.Writer.TryWrite(check);

    public void End() => _checks.Writer.Complete();

    public async IAsyncEnumerable<Check> ExamineAsync(string pbx, TimeSpan wait, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var cancelled = cancellationToken.Register(() => Cancelled = true);
        await foreach (var check in _checks.Reader.ReadAllAsync(cancellationToken))
        {
            yield return check;
        }
    }

    public IAsyncEnumerable<Check> TryAsync(PbxOptions pbx, CancellationToken cancellationToken)
    {
        Tried = pbx;
        return ExamineAsync(pbx.Name, TimeSpan.Zero, cancellationToken);
    }

    public string Account(PbxOptions pbx) => AccountSample.Section(pbx, null);
}
