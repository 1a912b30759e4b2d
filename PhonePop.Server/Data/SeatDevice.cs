namespace PhonePop.Server.Data;

/// <summary>A device that an administrator has given to an extension by page. What stands in the configuration is not repeated here.</summary>
public sealed class SeatDevice
{
    public required string Pbx { get; set; }

    /// <summary>As the PBX names it: <c>PJSIP/101-soft</c>. It belongs to one extension of its PBX.</summary>
    public required string Device { get; set; }

    public required string Extension { get; set; }
}
