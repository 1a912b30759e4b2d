using System.Text.Json.Serialization;
using PhonePop.Server.Data;

namespace PhonePop.Server.Customers;

/// <summary>One page of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Total">How many there are on all pages.</param>
public sealed record Paged<T>(IReadOnlyList<T> Items, int Total);

/// <summary>What to look for among the customers.</summary>
/// <param name="Text">A name, a company or a number in any notation; null: all.</param>
/// <param name="Skip">How many rows to leave out.</param>
/// <param name="Take">How many rows at most, 1 to 500.</param>
/// <param name="WholeNumbers">A number finds only who has exactly this one; else those in whose numbers it stands.</param>
public sealed record CustomerQuery(string? Text = null, int Skip = 0, int Take = 50, bool WholeNumbers = false);

/// <summary>A number of a customer.</summary>
/// <param name="Number">As it was written.</param>
/// <param name="E164">In E.164, or null.</param>
/// <param name="Display">For people.</param>
/// <param name="Label">What the customer calls it, or null.</param>
/// <param name="Kind">What sort of line.</param>
public sealed record CustomerNumberInfo(string Number, string? E164, string Display, string? Label, NumberKind Kind);

/// <summary>A customer as pages and API show it.</summary>
public sealed record CustomerInfo
{
    public required int Id { get; init; }
    public required string Name { get; init; }
    public string? Company { get; init; }
    public string? Email { get; init; }
    public string? Note { get; init; }

    /// <summary>The id in another system.</summary>
    public string? ExternalId { get; init; }

    /// <summary>No longer a customer: found by search, not by a ring.</summary>
    public bool Inactive { get; init; }

    /// <summary>Send it back with an edit.</summary>
    public required int Version { get; init; }

    /// <summary>When a call last ended, UTC.</summary>
    public DateTime? LastContactAt { get; init; }

    /// <summary>Since when they are in the database, UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When it was changed last, UTC.</summary>
    public DateTime UpdatedAt { get; init; }

    /// <summary>Who changed it last, or null: the server itself.</summary>
    public string? UpdatedBy { get; init; }

    public required IReadOnlyList<CustomerNumberInfo> Numbers { get; init; }

    /// <summary>Where the card is; null where the template asks for something that is missing.</summary>
    public string? Url { get; init; }
}

/// <summary>A number, as somebody enters it.</summary>
public sealed record CustomerNumberEdit(string Number, string? Label = null, NumberKind Kind = NumberKind.Other);

/// <summary>A new customer, or the whole of a changed one.</summary>
public sealed record CustomerEdit
{
    /// <summary>Required, 1 to 200 characters.</summary>
    public string Name { get; init; } = "";
    public string? Company { get; init; }
    public string? Email { get; init; }
    public string? Note { get; init; }
    public string? ExternalId { get; init; }
    public bool Inactive { get; init; }

    /// <summary>The version that was read; null replaces whatever stands there. Not used for a new customer.</summary>
    public int? Version { get; init; }

    public IReadOnlyList<CustomerNumberEdit> Numbers { get; init; } = [];

    /// <summary>Who edits, by the name that people know; the server says so, no client. Null: the server itself.</summary>
    [JsonIgnore]
    public string? By { get; init; }
}

/// <summary>What became of an edit.</summary>
public enum SaveResult
{
    /// <summary>Saved.</summary>
    Saved,

    /// <summary>No customer has this id.</summary>
    NotFound,

    /// <summary>Somebody else saved first: read again.</summary>
    Conflict,
}
