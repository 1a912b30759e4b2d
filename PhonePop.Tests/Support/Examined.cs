using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Doctor;
using PhonePop.Server.Pbx;

namespace PhonePop.Tests.Support;

/// <summary>A PBX as the doctor found it: the last state of each check.</summary>
internal sealed class Examined : ConcurrentDictionary<CheckId, Check>
{
    public static readonly Texts English = new(CultureInfo.GetCultureInfo("en"));

    public static PbxOptions Pbx(int port, string secret = "s3cret-never-shown", string extensions = @"^\d{2,5}$") =>
        new() { Name = "main", Host = "127.0.0.1", Port = port, Username = "phonepop", Secret = secret, OperatorExtensions = extensions };

    /// <summary>Examines to the end.</summary>
    /// <param name="pbx">Which PBX.</param>
    /// <param name="wait">For a test call; zero: none.</param>
    /// <param name="witness">Who sees calls; nobody when null.</param>
    /// <param name="onCheck">Called with each state.</param>
    /// <param name="until">Ends it early; null: at its own end.</param>
    /// <param name="times">How long it is patient; as long as a busy machine may take when null, but for the lists.</param>
    public static async Task<Examined> RunAsync(
        PbxOptions pbx, TimeSpan wait = default, ICallWitness? witness = null, Action<Check>? onCheck = null, Func<Check, bool>? until = null, DoctorTimes? times = null)
    {
        times ??= new DoctorTimes { Connect = Until.Patience, Banner = Until.Patience, Answer = Until.Patience, List = TimeSpan.FromMilliseconds(100) };
        var examination = new PbxExamination(pbx, witness ?? new FakeWitness(seesScreens: true), times, TimeProvider.System, NullLoggerFactory.Instance);
        var found = new Examined();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(2 * Until.Patience);
        await foreach (var check in examination.RunAsync(wait, patience.Token))
        {
            found[check.Id] = check;
            onCheck?.Invoke(check);
            if (until?.Invoke(check) == true)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Everything that is said of a check, in English.</summary>
    public string Said(CheckId id) => Said(this[id]);

    /// <summary>Everything that is said, in both languages.</summary>
    public string SaidAltogether() => string.Join('\n', Values.Select(c => Said(c) + Said(c, new Texts(CultureInfo.GetCultureInfo("ru")))));

    public static string Said(Check check, Texts? texts = null)
    {
        texts ??= English;
        return string.Join('\n', [check.Found?.Invoke(texts), check.Advice?.Invoke(texts), .. check.Lines.Select(l => l.Text(texts)), check.Sample]);
    }
}

/// <summary>Sees what a test says.</summary>
internal sealed class FakeWitness(bool seesScreens) : ICallWitness
{
    private readonly Channel<Evidence> _evidence = Channel.CreateBounded<Evidence>(100);

    public bool SeesScreens => seesScreens;

    public void Break() => _evidence.Writer.TryComplete(new InvalidOperationException("broken"));

    public void Tell(Evidence evidence) => _evidence.Writer.TryWrite(evidence);

    public async IAsyncEnumerable<Evidence> WatchAsync(string pbx, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var one in _evidence.Reader.ReadAllAsync(cancellationToken))
        {
            yield return one;
        }
    }
}
