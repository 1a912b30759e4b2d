using PhonePop.Server.Live;

namespace PhonePop.Server.Components.Calls;

/// <summary>Extensions as people know them.</summary>
internal sealed class ColleagueNames(IOperatorNames names)
{
    /// <summary><c>Anna (101)</c>, or the extension alone where nobody is registered for it.</summary>
    public string Of(string pbx, string extension) => names.Find(pbx, extension) is { Length: > 0 } name ? $"{name} ({extension})" : extension;
}
