using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Recorder;

/// <summary>The answer to <c>CoreShowChannels</c> in a stream.</summary>
internal static class ChannelList
{
    public static bool Begins(AmiMessage message) => message.IsResponse && message.Response.SequenceEqual("Success"u8) && message.Value("Message"u8).StartsWith("Channels will follow"u8);

    public static bool IsRow(AmiMessage message) => message.Event.SequenceEqual("CoreShowChannel"u8);

    public static bool Ends(AmiMessage message) => message.Event.SequenceEqual("CoreShowChannelsComplete"u8);
}
