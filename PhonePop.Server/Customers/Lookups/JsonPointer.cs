using System.Globalization;
using System.Text.Json;

namespace PhonePop.Server.Customers.Lookups;

/// <summary>A path into a JSON document: RFC 6901. <c>/result/0/name</c>; <c>~1</c> is a slash, <c>~0</c> a tilde, empty the whole.</summary>
internal static class JsonPointer
{
    /// <summary>True where the text is a pointer.</summary>
    public static bool IsValid(string pointer)
    {
        for (var i = 0; i < pointer.Length; i++)
        {
            if (pointer[i] == '~' && (i + 1 == pointer.Length || pointer[i + 1] is not ('0' or '1')))
            {
                return false;
            }
        }

        return pointer.Length == 0 || pointer[0] == '/';
    }

    /// <summary>What stands there, or null where nothing does or null itself.</summary>
    public static JsonElement? Find(JsonElement within, string pointer)
    {
        var here = within;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var key = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (here.ValueKind == JsonValueKind.Array && int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < here.GetArrayLength())
            {
                here = here[index];
            }
            else if (here.ValueKind != JsonValueKind.Object || !here.TryGetProperty(key, out here))
            {
                return null;
            }
        }

        return here.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : here;
    }
}
