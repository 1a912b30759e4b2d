namespace PhonePop.Server.Pbx;

/// <summary>What is wrong with a device that is to belong to an extension.</summary>
public enum DeviceMistake
{
    /// <summary>It is not written as <c>PJSIP/101</c>.</summary>
    NotADevice,

    /// <summary>Somebody who sits at another extension has it.</summary>
    TakenByUser,

    /// <summary>The configuration gives it to another extension.</summary>
    TakenByConfiguration,

    /// <summary>More than <see cref="SeatDevices.MostDevices"/>.</summary>
    TooMany,
}

/// <summary>A device that cannot belong to an extension.</summary>
/// <param name="Device">As it was written.</param>
/// <param name="Mistake">What is wrong.</param>
/// <param name="Extension">Whose it is, or null.</param>
public sealed record DeviceProblem(string Device, DeviceMistake Mistake, string? Extension = null);
