using System.Net;
using System.Text.Json;

namespace PhonePop.Server.Customers.Lookups;

/// <summary>
/// Another system, asked by HTTP. It may be slow, broken or gone: the client around it gives up in time, and stops asking for a while after
/// several failures. What it says is hostile text like what a caller says: cut, without control characters, and only a web address as link.
/// </summary>
public sealed class HttpCustomerLookup(IHttpClientFactory clients, CustomersOptions options, CardUrlTemplate cards) : ICustomerLookup
{
    /// <summary>The client's name in the factory.</summary>
    public const string ClientName = "customers";

    /// <summary>The names that the address may hold.</summary>
    internal static readonly IReadOnlyList<string> Names = ["number", "raw"];

    private const int MostMatches = 20;
    private const int LongestText = 200;
    private const int LongestUrl = 2000;

    /// <inheritdoc />
    public string Name => "Http";

    /// <inheritdoc />
    public bool IsRemote => true;

    /// <summary>More than the client's own limit, which ends with a word to the circuit breaker.</summary>
    public TimeSpan TimeLimit => options.Http.Timeout + TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    /// <exception cref="OtherSystemException">It answered with something else than customers.</exception>
    public async ValueTask<CustomerMatch?> FindAsync(PhoneNumber caller, CancellationToken cancellationToken)
    {
        var address = Address(caller);
        using var client = clients.CreateClient(ClientName);
        using var response = await client.GetAsync(address, cancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.NoContent)
        {
            return null;
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new OtherSystemException(Refusal(response.StatusCode));
        }

        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var answer = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            return Read(answer.RootElement, address, caller);
        }
        catch (JsonException e)
        {
            throw new OtherSystemException("The other system answered with something that is not JSON.", e);
        }
    }

    private Uri Address(PhoneNumber caller) => new(CardUrlTemplate.Placeholder().Replace(
        options.Http.Url!, match => Uri.EscapeDataString(match.Groups[1].Value == "raw" ? caller.Raw : caller.E164 ?? caller.Raw)));

    private static string Refusal(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"The other system refused our headers ({(int)status}). Check PhonePop:Customers:Http:Headers.",
        // Not followed: the headers hold secrets, and the other host may be anybody's.
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => $"The other system sent us elsewhere ({(int)status}). Name the final address in PhonePop:Customers:Http:Url.",
        _ => $"The other system answered with {(int)status}.",
    };

    private CustomerMatch? Read(JsonElement answer, Uri address, PhoneNumber caller)
    {
        var pointers = options.Http.Pointers;
        if (JsonPointer.Find(answer, pointers.Root) is not { } root)
        {
            return null;
        }

        var items = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().Take(MostMatches).ToList() : [root];
        var found = items.ConvertAll(item => Customer(item, pointers, address, caller));
        return found.Count == 0 ? null : new CustomerMatch(found, MatchRule.OtherSystem, Name);
    }

    private CustomerSummary Customer(JsonElement item, HttpLookupPointers pointers, Uri address, PhoneNumber caller)
    {
        if (Text(item, pointers.Name, LongestText) is not { } name)
        {
            throw new OtherSystemException("The other system's answer names nobody where PhonePop:Customers:Http:Pointers:Name points.");
        }

        var (company, externalId) = (Text(item, pointers.Company, LongestText), Text(item, pointers.ExternalId, 100));
        var number = caller.E164 ?? caller.Raw;
        var url = WebAddress(Text(item, pointers.Url, LongestUrl), address) ?? cards.For(null, externalId, number) ?? CardUrlTemplate.NewCard(number, name, company, externalId);
        return new CustomerSummary(null, name, company, url, externalId);
    }

    private static string? Text(JsonElement item, string pointer, int longest)
    {
        // An empty pointer means the item itself, which is right only where the list holds plain names.
        var text = JsonPointer.Find(item, pointer) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value ? value.ToString() : null;
        var clean = text is null ? null : CustomerText.Clean(new string([.. text.Where(c => !char.IsControl(c)).Take(longest)]));
        return clean;
    }

    private static string? WebAddress(string? text, Uri asked) =>
        text is not null && Uri.TryCreate(asked, text, out var url) && url.Scheme is "http" or "https" ? url.AbsoluteUri : null;
}
