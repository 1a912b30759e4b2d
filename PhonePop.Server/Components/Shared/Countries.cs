using PhoneNumbers;
using PhonePop.Server.Components.Text;

namespace PhonePop.Server.Components.Shared;

/// <summary>The countries whose numbers can be read. Their names come with libphonenumber: .NET keeps them for the process in the language of whoever asked first.</summary>
internal static class Countries
{
    /// <summary>Code and name with the calling code, such as <c>RU</c> and <c>Russia (+7)</c>, by name in this language.</summary>
    public static IReadOnlyList<(string Code, string Name)> In(Texts texts)
    {
        var numbers = PhoneNumberUtil.GetInstance();
        return [.. numbers.GetSupportedRegions().Select(code => (code, Name: $"{Name(code, texts.Language)} (+{numbers.GetCountryCodeForRegion(code)})")).OrderBy(c => c.Name, StringComparer.Create(texts.Culture, ignoreCase: true))];
    }

    private static string Name(string code, string language) => new Locale("", code).GetDisplayCountry(language) is { Length: > 0 } name ? name : code;
}
