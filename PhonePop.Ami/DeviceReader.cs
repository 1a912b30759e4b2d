using PhonePop.Ami.Channels;

namespace PhonePop.Ami;

/// <summary>What a channel's name says about it.</summary>
public enum DeviceKind
{
    /// <summary>A phone of an operator.</summary>
    Operator,

    /// <summary>The outside world: a trunk, or a phone that neither the pattern nor the list of devices names.</summary>
    Outside,

    /// <summary>Plumbing of the PBX (Local channels, spies, recorders): nobody.</summary>
    Plumbing,
}

/// <summary>How a channel's name was read.</summary>
/// <param name="Device">The device: <c>PJSIP/101</c> of <c>PJSIP/101-0000002a</c>.</param>
/// <param name="Kind">Whose it is.</param>
/// <param name="Extension">The operator's extension, or null.</param>
public sealed record DeviceReading(string Device, DeviceKind Kind, string? Extension);

/// <summary>Reads names of channels and devices as the call model does, to explain it. Not for several threads at once.</summary>
/// <param name="pattern">As <see cref="CallMonitorOptions.OperatorExtensions"/>.</param>
/// <param name="devices">As <see cref="CallMonitorOptions.Devices"/>.</param>
public sealed class DeviceReader(string? pattern, IReadOnlyDictionary<string, IReadOnlyList<string>>? devices = null)
{
    private readonly OperatorDevices _operators = new(pattern, devices);

    /// <summary>Reads a channel's name, such as <c>PJSIP/101-0000002a</c>.</summary>
    public DeviceReading ReadChannel(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var device = ChannelName.DeviceOf(name);
        if (ChannelName.KindOf(name) != ChannelKind.Trunk)
        {
            return new DeviceReading(device, DeviceKind.Plumbing, null); // before the pattern: Local/101@… is nobody's phone
        }

        var extension = _operators.ExtensionOf(name);
        return new DeviceReading(device, extension is null ? DeviceKind.Outside : DeviceKind.Operator, extension);
    }

    /// <summary>Reads a device's name, such as <c>PJSIP/anna-desk</c>, whose dashes are its own.</summary>
    public DeviceReading ReadDevice(string name) => ReadChannel(name + "-0");
}
