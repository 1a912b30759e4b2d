namespace PhonePop.Tests.EndToEnd;

/// <summary>Browser tests run one after another: they share one desktop and one Chromium.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTestGroup
{
    public const string Name = "browser";
}
