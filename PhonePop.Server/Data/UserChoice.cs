namespace PhonePop.Server.Data;

/// <summary>What a user has set otherwise than the administrator's defaults.</summary>
public sealed class UserChoice
{
    /// <summary>The account's id, or <c>key:name</c> of a program.</summary>
    public required string Id { get; set; }

    /// <summary>The settings that differ, as a JSON object.</summary>
    public required string Settings { get; set; }
}

/// <summary>The presence that was last chosen at a phone, so that a restart keeps "away". Times are UTC.</summary>
public sealed class ChosenPresence
{
    public required string Pbx { get; set; }

    public required string Extension { get; set; }

    /// <summary>One of the words that can be chosen: <c>available</c>, <c>busy</c>, <c>away</c>.</summary>
    public required string State { get; set; }

    public DateTime Since { get; set; }
}
