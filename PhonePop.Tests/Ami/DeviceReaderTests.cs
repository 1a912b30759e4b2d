using AwesomeAssertions;
using PhonePop.Ami;

namespace PhonePop.Tests.Ami;

public sealed class DeviceReaderTests
{
    [Theory]
    [InlineData("PJSIP/101-0000002a", "PJSIP/101", DeviceKind.Operator, "101")]
    [InlineData("PJSIP/anna-desk-0000002a", "PJSIP/anna-desk", DeviceKind.Operator, "200")]
    [InlineData("PJSIP/trunk-msk-0000001a", "PJSIP/trunk-msk", DeviceKind.Outside, null)]
    [InlineData("Local/101@from-internal-00000006;1", "Local/101@from-internal", DeviceKind.Plumbing, null)]
    public void A_channels_name_is_read_as_the_call_model_reads_it(string channel, string device, DeviceKind kind, string? extension)
    {
        var reader = new DeviceReader(@"^\d{2,5}$", new Dictionary<string, IReadOnlyList<string>> { ["200"] = ["PJSIP/anna-desk"] });

        reader.ReadChannel(channel).Should().Be(new DeviceReading(device, kind, extension));
    }

    [Fact]
    public void A_devices_own_dashes_belong_to_its_name()
    {
        var reader = new DeviceReader(@"^\d{2,5}$");

        reader.ReadDevice("SIP/anna-0001").Device.Should().Be("SIP/anna-0001");
    }
}
