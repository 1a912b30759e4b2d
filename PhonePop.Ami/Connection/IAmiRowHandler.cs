using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Connection;

/// <summary>Takes the rows of a list action on the read thread, in order with the events around them. See <see cref="IAmiMessageHandler"/>.</summary>
public interface IAmiRowHandler
{
    /// <summary>The PBX has accepted the request: rows follow. Not called when it refuses.</summary>
    void OnStart(AmiMessage response)
    {
    }

    /// <summary>One row. Valid during this call only.</summary>
    void OnRow(AmiMessage row);

    /// <summary>The list is whole. Not called when the list is refused, times out, or the connection ends.</summary>
    void OnComplete(AmiMessage last);
}

/// <summary>How a list action went.</summary>
/// <param name="Response">The answer before the rows.</param>
/// <param name="Rows">The rows; empty when a handler took them.</param>
public sealed record AmiListResult(AmiRecord Response, IReadOnlyList<AmiRecord> Rows)
{
    /// <summary>False when the PBX refused.</summary>
    public bool Success => Response.Success;

    /// <summary>What the PBX said; empty when it said nothing.</summary>
    public string Message => Response.Message;
}
