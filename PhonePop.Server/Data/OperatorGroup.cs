namespace PhonePop.Server.Data;

/// <summary>Operators who belong together, by their phones: a supervisor to whom groups are given watches them and nobody else.</summary>
public sealed class OperatorGroup
{
    public int Id { get; set; }

    /// <summary>What administrators call it; no two are the same, however they are written.</summary>
    public required string Name { get; set; }

    public List<OperatorGroupSeat> Seats { get; } = [];
}

/// <summary>A phone in a group. It need not exist yet, and may be in several groups.</summary>
public sealed class OperatorGroupSeat
{
    public int GroupId { get; set; }

    public required string Pbx { get; set; }

    public required string Extension { get; set; }
}

/// <summary>A group that is given to a supervisor.</summary>
public sealed class GroupGrant
{
    public int GroupId { get; set; }

    /// <summary>The account's id, or <c>key:name</c> of a program.</summary>
    public required string ViewerId { get; set; }
}
