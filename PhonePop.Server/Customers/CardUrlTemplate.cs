using System.Text.RegularExpressions;

namespace PhonePop.Server.Customers;

/// <summary>Makes the address of a customer's card: ours, or another system's by template.</summary>
public sealed partial class CardUrlTemplate(CustomersOptions options)
{
    /// <summary>The names that a template may hold.</summary>
    internal static readonly IReadOnlyList<string> Names = ["externalId", "id", "phone", "number"];

    /// <summary>The address, or null where the template asks for something that this customer does not have: no link is better than a wrong one.</summary>
    /// <param name="id">Our id, or null for a customer of whom we have no row.</param>
    /// <param name="externalId">The id in the other system, or null.</param>
    /// <param name="number">The number that was matched, in E.164 where it is one, or null.</param>
    public string? For(int? id, string? externalId, string? number)
    {
        if (options.CardUrl is not { } template)
        {
            return id is null ? null : $"/customers/{id}";
        }

        var complete = true;
        var url = Placeholder().Replace(template, match =>
        {
            var value = match.Groups[1].Value switch
            {
                "externalId" => externalId,
                "id" => id?.ToString(System.Globalization.CultureInfo.InvariantCulture),
                _ => number,
            };
            complete &= !string.IsNullOrEmpty(value);
            return Uri.EscapeDataString(value ?? "");
        });
        return complete ? url : null;
    }

    /// <summary>A new card of ours, with what is known already filled in.</summary>
    public static string NewCard(string? number, string? name = null, string? company = null, string? externalId = null)
    {
        var query = new[] { ("phone", number), ("name", name), ("company", company), ("externalId", externalId) }.Where(p => !string.IsNullOrEmpty(p.Item2));
        return "/customers/new" + QueryString.Create(query.Select(p => KeyValuePair.Create(p.Item1, p.Item2)));
    }

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    internal static partial Regex Placeholder();
}
