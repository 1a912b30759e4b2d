using Microsoft.Extensions.Primitives;

namespace PhonePop.Server.Configuration;

/// <summary>A source as it is now, for a trial: it is neither loaded again nor followed.</summary>
internal sealed class StillProvider(IConfigurationProvider source) : IConfigurationProvider
{
    public IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) => source.GetChildKeys(earlierKeys, parentPath);

    public IChangeToken GetReloadToken() => new CancellationChangeToken(CancellationToken.None);

    public void Load()
    {
    }

    public void Set(string key, string? value) => throw new NotSupportedException("A trial changes nothing.");

    public bool TryGet(string key, out string? value) => source.TryGet(key, out value);
}
