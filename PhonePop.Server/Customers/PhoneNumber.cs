using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Options;
using PhoneNumbers;

namespace PhonePop.Server.Customers;

/// <summary>How numbers are read: <c>PhonePop:Numbers</c>.</summary>
public sealed record NumbersOptions
{
    /// <summary>The country whose national numbers are meant, as ISO 3166 code. Default RU.</summary>
    public string Region { get; init; } = "RU";

    /// <summary>What operators dial before an outside number; taken off where the rest is a number and the whole is not. Default none.</summary>
    public IReadOnlyList<string> DialPrefixes { get; init; } = [];
}

/// <summary>A number as somebody wrote it, with what it is compared by.</summary>
/// <param name="Raw">The text, without control characters.</param>
/// <param name="E164"><c>+79161234567</c>, or null where the text is no valid number.</param>
/// <param name="Key">The last nine digits of the national number; of something shorter all digits; empty without a digit.</param>
public sealed record PhoneNumber(string Raw, string? E164, string Key)
{
    /// <summary>No number.</summary>
    public static PhoneNumber None { get; } = new("", null, "");

    /// <summary>True where there is anything to look for.</summary>
    public bool CanBeFound => Key.Length > 0;
}

/// <summary>The only place that normalises and formats numbers. Never throws: what cannot be read is kept as text.</summary>
public sealed class PhoneNumberReader
{
    private const int KeyLength = 9;
    private const int LongestText = 64;
    private const int MostKnown = 10_000;
    private readonly PhoneNumberUtil _util = PhoneNumberUtil.GetInstance();
    private readonly IOptionsMonitor<NumbersOptions> _options;

    private int _learnt; // since it was emptied last

    // A call's numbers are asked for ten times in a minute, and to read one takes a dozen regular expressions.
    private volatile ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Reads as the options say at the time.</summary>
    public PhoneNumberReader(IOptionsMonitor<NumbersOptions> options)
    {
        _options = options;
        options.OnChange(_ => _known = new(StringComparer.Ordinal));
    }

    /// <summary>Reads what a PBX, a person or a file wrote.</summary>
    public PhoneNumber Read(string? text) => Know(text).Number;

    /// <summary>The same for one of very many: it is not kept, and so drives nothing out that is asked for again and again.</summary>
    public PhoneNumber ReadOnce(string? text) => string.IsNullOrEmpty(text) ? PhoneNumber.None : (_known.TryGetValue(text, out var found) ? found : Learn(text)).Number;

    /// <summary>For people: <c>+7 916 123-45-67</c>; what is no valid number comes back as it was written.</summary>
    public string Display(string? text) => Know(text) is var known && known.Parsed is { } parsed ? known.Display ??= _util.Format(parsed, PhoneNumberFormat.INTERNATIONAL) : known.Number.Raw;

    /// <summary>True where the number can only be a mobile phone's.</summary>
    public bool IsMobile(string? text) => Parse(Clean(text), Digits(Clean(text))) is { } number && _util.GetNumberType(number) == PhoneNumberType.MOBILE;

    /// <summary>The beginning of a national number as E.164 has it: 8 916… and 0 30… lose the digit that leads out of town. At least three digits are left.</summary>
    public string WithoutTrunk(string digits) =>
        _util.GetNddPrefixForRegion(_options.CurrentValue.Region, true) is { Length: > 0 } trunk && digits.Length >= trunk.Length + 3 && digits.StartsWith(trunk, StringComparison.Ordinal) ? digits[trunk.Length..] : digits;

    /// <summary>For logs, and for who may not read it: enough to recognise, too little to call. <c>+7916***4567</c>.</summary>
    public static string Mask(string? number) => number is { Length: > 8 } ? $"{number[..^7]}***{number[^4..]}" : "***";

    private Known Know(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return Known.Nothing;
        }

        var known = _known; // the one that these options fill
        if (known.TryGetValue(text, out var found))
        {
            return found;
        }

        var read = Learn(text);
        if (text.Length <= LongestText)
        {
            // Not by the dictionary's own count, which takes all its locks.
            if (Interlocked.Increment(ref _learnt) > MostKnown)
            {
                known.Clear();
                Interlocked.Exchange(ref _learnt, 0);
            }

            known[text] = read;
        }

        return read;
    }

    private Known Learn(string text)
    {
        var raw = Clean(text);
        var digits = Digits(raw);
        if (digits.Length == 0 || NumberMask.IsMasked(raw))
        {
            return raw.Length == 0 ? Known.Nothing : new Known(new PhoneNumber(raw, null, ""), null);
        }

        return Parse(raw, digits) is { } number
            ? new Known(new PhoneNumber(raw, _util.Format(number, PhoneNumberFormat.E164), Suffix(_util.GetNationalSignificantNumber(number))), number)
            : new Known(new PhoneNumber(raw, null, Suffix(digits)), null);
    }

    private PhoneNumbers.PhoneNumber? Parse(string raw, string digits)
    {
        // An extension or an emergency number is nobody's full number, though some countries' plans accept five digits.
        if (digits.Length is < 6 or > 17)
        {
            return null;
        }

        var international = raw.StartsWith('+');
        if (Valid(international ? "+" + digits : digits) is { } asWritten)
        {
            return asWritten;
        }

        foreach (var prefix in _options.CurrentValue.DialPrefixes)
        {
            if (!international && prefix.Length > 0 && digits.StartsWith(prefix, StringComparison.Ordinal) && Valid(digits[prefix.Length..]) is { } dialled)
            {
                return dialled;
            }
        }

        // 0049… where the own country dials out differently, and a country code without its plus.
        return digits.StartsWith("00", StringComparison.Ordinal) ? Valid("+" + digits[2..]) : digits.Length > 10 && !international ? Valid("+" + digits) : null;
    }

    private PhoneNumbers.PhoneNumber? Valid(string digits)
    {
        try
        {
            var number = _util.Parse(digits, _options.CurrentValue.Region);
            return _util.IsValidNumber(number) ? number : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private static string Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var trimmed = text.AsSpan().Trim();
        trimmed = trimmed.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) || trimmed.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? trimmed[4..] : trimmed;
        trimmed = trimmed.IndexOf('@') is var at and > 0 ? trimmed[..at] : trimmed;
        var cleaned = new StringBuilder(trimmed.Length);
        foreach (var c in trimmed[..Math.Min(trimmed.Length, LongestText)])
        {
            if (!char.IsControl(c))
            {
                cleaned.Append(c);
            }
        }

        return cleaned.ToString();
    }

    private static string Digits(string raw)
    {
        var digits = new StringBuilder(raw.Length);
        foreach (var c in raw)
        {
            // Arabic and full-width digits are digits too.
            if (char.GetNumericValue(c) is >= 0 and <= 9 and var value && char.IsDigit(c))
            {
                digits.Append((char)('0' + (int)value));
            }
        }

        return digits.ToString();
    }

    private static string Suffix(string digits) => digits.Length > KeyLength ? digits[^KeyLength..] : digits;

    private sealed record Known(PhoneNumber Number, PhoneNumbers.PhoneNumber? Parsed)
    {
        public static Known Nothing { get; } = new(PhoneNumber.None, null);

        /// <summary>Made when somebody asks for it: a number that is only looked for needs none.</summary>
        public string? Display { get; set; }
    }
}
