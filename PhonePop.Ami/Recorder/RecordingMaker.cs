using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PhonePop.Ami.Channels;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Recorder;

/// <summary>Writes traffic in the format of the transcripts. The timeline is worked out from the very bytes that are written.</summary>
internal static class RecordingMaker
{
    // What stands here is data for people and tests, never part of a page: letters stay letters.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static FlightRecording Make(RecordedTraffic traffic, CallMonitorOptions pbx, RecordingOrder order)
    {
        if (order.Scramble)
        {
            traffic = new TrafficScrambler(traffic, new OperatorDevices(pbx.OperatorExtensions, pbx.Devices), RandomNumberGenerator.GetBytes(32)).Scramble(traffic);
        }

        var moments = OfflineReplay.Moments(traffic, pbx);
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Readable))
        {
            Write(json, traffic, pbx, order, moments);
        }

        return new FlightRecording(traffic.Bytes, text.ToArray(), traffic.StartedAt, TimeSpan.FromMilliseconds(traffic.LengthMs), moments.Count);
    }

    private static void Write(Utf8JsonWriter json, RecordedTraffic traffic, CallMonitorOptions pbx, RecordingOrder order, IReadOnlyList<QuietMoment> moments)
    {
        AmiBanner.TryRead(traffic.Bytes, out _, out var version);
        json.WriteStartObject();
        json.WriteString("name", order.Name);
        json.WriteString("what", order.Note ?? $"Recorded by PhonePop from the PBX {pbx.Name}.");
        Text(json, "asterisk_version", order.AsteriskVersion);
        json.WriteString("ami_version", version.ToString());
        json.WriteString("channel_technology", traffic.Bytes.AsSpan().IndexOf("Channel: PJSIP/"u8) >= 0 ? "PJSIP" : "SIP");
        json.WriteBoolean("polled_core_show_channels", false);
        json.WriteString("recorded_at", traffic.StartedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteNumber("length_ms", traffic.LengthMs);
        json.WriteBoolean("scrambled", order.Scramble);
        Text(json, "note", order.Note);
        Text(json, "operator_extensions", pbx.OperatorExtensions);
        json.WriteStartObject("devices");
        foreach (var (extension, devices) in pbx.Devices)
        {
            json.WriteStartArray(extension);
            devices.ToList().ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteNumber("bytes", traffic.Bytes.Length);
        json.WriteStartArray("timeline");
        var before = new QuietMoment(null, null, 0, 0, 0, 0, []);
        foreach (var moment in moments)
        {
            Write(json, moment, Label(before, moment));
            before = moment;
        }

        json.WriteEndArray();
        WriteConnections(json, traffic);
        WriteSent(json, traffic);
        WriteChunks(json, traffic);
        json.WriteStartArray("notes");
        foreach (var note in traffic.Notes.Append("The truth is what PhonePop itself made of these bytes, not what a person saw: correct it by hand where it is wrong."))
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, QuietMoment moment, string label)
    {
        json.WriteStartObject();
        json.WriteString("label", label);
        if (moment is { FromByte: { } fromByte, FromMs: { } fromMs })
        {
            json.WriteNumber("action_at_byte", fromByte);
            json.WriteNumber("action_t_ms", fromMs);
        }

        json.WriteNumber("at_byte", moment.AtByte);
        json.WriteNumber("t_ms", moment.AtMs);
        json.WriteNumber("settled_at_byte", moment.SettledAtByte);
        json.WriteNumber("settled_t_ms", moment.SettledMs);
        json.WriteStartArray("truth");
        foreach (var truth in moment.Truth)
        {
            json.WriteStartObject();
            Text(json, "operator", truth.Operator);
            Text(json, "customer", truth.Customer);
            Text(json, "from", truth.From);
            Text(json, "to", truth.To);
            json.WriteString("state", truth.State);
            Text(json, "queue", truth.Queue);
            Text(json, "space", truth.Space);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("checked_against_pbx");
        json.WriteEndObject();
    }

    private static void WriteConnections(Utf8JsonWriter json, RecordedTraffic traffic)
    {
        json.WriteStartArray("connections");
        foreach (var connection in traffic.Connections)
        {
            json.WriteStartObject();
            json.WriteNumber("start_byte", connection.Start);
            json.WriteNumber("start_t_ms", connection.StartMs);
            json.WriteNumber("closed_at_byte", connection.End);
            json.WriteNumber("closed_t_ms", connection.ClosedMs ?? traffic.LengthMs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSent(Utf8JsonWriter json, RecordedTraffic traffic)
    {
        json.WriteStartArray("sent");
        foreach (var sent in traffic.Sent)
        {
            json.WriteStartObject();
            json.WriteNumber("t_ms", sent.AtMs);
            json.WriteNumber("at_byte", sent.AtByte);
            json.WriteString("text", sent.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // One line: there are thousands.
    private static void WriteChunks(Utf8JsonWriter json, RecordedTraffic traffic)
    {
        var text = new StringBuilder("[");
        var start = 0;
        foreach (var chunk in traffic.Chunks)
        {
            text.Append(start == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"[{chunk.AtMs},{chunk.End - start}]");
            start = chunk.End;
        }

        json.WritePropertyName("chunks");
        json.WriteRawValue(text.Append(']').ToString());
    }

    // What is new, in the words of the truth: somebody who looks for a moment finds it.
    private static string Label(QuietMoment before, QuietMoment now)
    {
        var came = now.Truth.Except(before.Truth).Select(Words);
        var went = before.Truth.Except(now.Truth).Select(t => "no longer: " + Words(t));
        var label = string.Join("; ", came.Concat(went));
        return label.Length == 0 ? "nothing is happening" : label;
    }

    private static string Words(RecordedTruth truth) => truth switch
    {
        { Operator: { } extension } => $"{extension} {truth.State} with {truth.Customer}",
        { From: { } from } => $"{from} {truth.State} with {truth.To}",
        _ => $"{truth.Customer} {truth.State} in {truth.Queue ?? truth.Space}",
    };

    private static void Text(Utf8JsonWriter json, string key, string? value)
    {
        if (value is not null)
        {
            json.WriteString(key, value);
        }
    }
}
