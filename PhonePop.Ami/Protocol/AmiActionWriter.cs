using System.Buffers;
using System.Text;

namespace PhonePop.Ami.Protocol;

/// <summary>Turns actions into bytes.</summary>
public static class AmiActionWriter
{
    static readonly SearchValues<char> NeverInKeys = SearchValues.Create("\r\n:");
    static readonly SearchValues<char> NeverInValues = SearchValues.Create("\r\n");

    /// <summary>The bytes of one action, with its empty line.</summary>
    /// <exception cref="ArgumentException">
    /// A key or a value holds CR or LF: whoever could put them there could send actions of their own. Also for an empty key, a colon in a key, and an <c>ActionID</c>.
    /// </exception>
    public static byte[] Write(AmiAction action, string actionId)
    {
        ArgumentNullException.ThrowIfNull(action);
        var text = new StringBuilder();
        Add(text, "Action", action.Name);
        Add(text, "ActionID", actionId);
        foreach (var (key, value) in action.Fields)
        {
            if (key.Equals("ActionID", StringComparison.OrdinalIgnoreCase) || key.Equals("Action", StringComparison.OrdinalIgnoreCase))
            {
                throw new ArgumentException($"{key} is set by the session.", nameof(action));
            }

            Add(text, key, value);
        }

        return Encoding.UTF8.GetBytes(text.Append("\r\n").ToString());
    }

    /// <summary>The text of an action for people to read: what must not be known stands as asterisks.</summary>
    internal static string Blanked(AmiAction action, string actionId) =>
        Encoding.UTF8.GetString(Write(action with { Fields = [.. action.Fields.Select(f => IsSecret(f.Key) ? f with { Value = "********" } : f)] }, actionId));

    // "Key" is the answer to a challenge: with the challenge it allows the secret to be searched for.
    static bool IsSecret(string key) => key.Equals("Key", StringComparison.OrdinalIgnoreCase) || key.Contains("secret", StringComparison.OrdinalIgnoreCase) || key.Contains("password", StringComparison.OrdinalIgnoreCase);

    // The value never goes into the exception: it may be a secret.
    static void Add(StringBuilder text, string key, string value)
    {
        if (string.IsNullOrWhiteSpace(key) || key.AsSpan().ContainsAny(NeverInKeys))
        {
            throw new ArgumentException("A header's name is empty or holds a colon or a line end.", nameof(key));
        }

        if (value.AsSpan().ContainsAny(NeverInValues))
        {
            throw new ArgumentException($"The value of {key} holds a line end.", nameof(value));
        }

        text.Append(key).Append(": ").Append(value).Append("\r\n");
    }
}
