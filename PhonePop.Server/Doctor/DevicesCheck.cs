using System.Text.Json;
using System.Text.RegularExpressions;
using PhonePop.Ami;
using PhonePop.Server.Pbx;

namespace PhonePop.Server.Doctor;

/// <summary>The devices that the account can see, and which of them count as operators.</summary>
internal sealed partial class DevicesCheck(PbxOptions pbx, DeviceReader reader, RightsCheck rights)
{
    private const int MostShown = 30;

    private static readonly JsonSerializerOptions Written = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<Check> RunAsync(CancellationToken cancellationToken)
    {
        var hints = await HintsAsync(cancellationToken);
        var phones = await PhonesAsync(cancellationToken);
        var states = (await rights.RowsAsync("DeviceStateList", cancellationToken)).Select(row => row.Get("Device")).Where(IsPhone);
        var channels = await rights.RowsAsync("CoreShowChannels", cancellationToken);
        var devices = phones.Concat(hints.Keys).Concat(states).Select(reader.ReadDevice)
            .Concat(channels.Select(row => reader.ReadChannel(row.Get("Channel"))))
            .Where(d => d.Kind != DeviceKind.Plumbing && d.Device.IndexOf('/', StringComparison.Ordinal) > 0)
            .DistinctBy(d => d.Device).OrderBy(d => d.Extension, StringComparer.Ordinal).ThenBy(d => d.Device, StringComparer.Ordinal).ToList();
        var operators = devices.FindAll(d => d.Kind == DeviceKind.Operator);
        var others = devices.FindAll(d => d.Kind == DeviceKind.Outside);
        var lines = Shown(operators, d => new(CheckState.Ok, t => t.DoctorDeviceIs(d.Device, d.Extension!)))
            .Concat(Shown(others, d => Other(d, hints.GetValueOrDefault(d.Device)))).ToList();
        var missing = phones.Count == 0 ? [] : pbx.Devices.Values.SelectMany(d => d).Where(d => !devices.Exists(seen => seen.Device == d)).ToList();
        lines.AddRange(missing.Select(device => new CheckLine(CheckState.Skipped, t => t.DoctorDeviceMissing(device))));

        // A hint is the PBX's own word for whose phone it is. Digits in a name are a guess, where they are an operator's or there is no operator at all.
        var known = others.FindAll(d => hints.GetValueOrDefault(d.Device) is not null);
        var settings = others.Select(d => (d.Device, Extension: hints.GetValueOrDefault(d.Device) ?? Guess(d.Device, operators)))
            .Where(s => s.Extension is not null).Take(MostShown).GroupBy(s => s.Extension!).ToDictionary(g => g.Key, g => g.Select(s => s.Device).ToArray());
        return Result(devices.Count, operators.Count, phones.Count + hints.Count > 0, known.Count, settings.Count) with { Lines = lines, Strangers = [.. others.Select(d => d.Device)], Sample = settings.Count == 0 ? null : Sample(settings) };
    }

    private Check Result(int all, int operators, bool sawPhones, int known, int guessed) => (all, operators) switch
    {
        (0, _) => new Check(CheckId.Devices, CheckState.Skipped, t => t.DoctorNoDevices, t => t.DoctorNoDevicesAdvice),
        (_, 0) => new Check(CheckId.Devices, sawPhones ? CheckState.Failed : CheckState.Warning, t => t.DoctorNoOperators(all, pbx.OperatorExtensions), t => t.DoctorNoOperatorsAdvice),
        _ when known > 0 => new Check(CheckId.Devices, CheckState.Warning, t => t.DoctorOperators(operators, all), t => t.DoctorHintsAdvice),
        _ => new Check(CheckId.Devices, CheckState.Ok, t => t.DoctorOperators(operators, all), guessed > 0 ? t => t.DoctorSecondPhones : null),
    };

    private static string? Guess(string device, List<DeviceReading> operators) =>
        Digits().Match(device) is { Success: true } digits && (operators.Count == 0 || operators.Exists(o => o.Extension == digits.Value)) ? digits.Value : null;

    private CheckLine Other(DeviceReading device, string? hint) => hint is null
        ? new(CheckState.Skipped, t => t.DoctorDeviceOutside(device.Device, pbx.OperatorExtensions))
        : new(CheckState.Warning, t => t.DoctorDeviceHint(device.Device, hint));

    private static IEnumerable<CheckLine> Shown(List<DeviceReading> devices, Func<DeviceReading, CheckLine> line)
    {
        var shown = devices.Take(MostShown).Select(line);
        return devices.Count <= MostShown ? shown : shown.Append(new(CheckState.Skipped, t => t.DoctorMore(devices.Count - MostShown)));
    }

    // Each source is another right or another module: what one account cannot see another can.
    private async Task<List<string>> PhonesAsync(CancellationToken cancellationToken)
    {
        var pjsip = (await rights.RowsAsync("PJSIPShowEndpoints", cancellationToken)).Select(row => "PJSIP/" + row.Get("ObjectName"));
        var sip = (await rights.RowsAsync("SIPpeers", cancellationToken)).Select(row => "SIP/" + row.Get("ObjectName"));
        var members = (await rights.RowsAsync("QueueStatus", cancellationToken)).Where(row => row.Get("Event") == "QueueMember")
            .SelectMany(row => new[] { row.Get("StateInterface"), row.Get("Location"), row.Get("Interface") });
        return [.. pjsip.Concat(sip).Concat(members).Where(IsPhone).Distinct()];
    }

    private async Task<Dictionary<string, string?>> HintsAsync(CancellationToken cancellationToken)
    {
        var hints = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var row in await rights.RowsAsync("ExtensionStateList", cancellationToken))
        {
            foreach (var device in row.Get("Hint").Split(['&', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(IsPhone))
            {
                hints.TryAdd(device, row.Get("Exten") is { Length: > 0 } extension && extension[0] != '_' ? extension : null);
            }
        }

        return hints;
    }

    private static bool IsPhone(string device) =>
        device.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < device.Length - 1
        && device.IndexOf(':', 0, slash) < 0 // Queue:support_pause_PJSIP/101: a state that a module keeps under such a name
        && !device.Contains('$', StringComparison.Ordinal) // PJSIP/${EXTEN}: a pattern's hint
        && !device.StartsWith("Local/", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"(?<=/\D*)\d{2,6}(?!\d)")]
    private static partial Regex Digits();

    /// <summary>Settings to be copied: one line an extension, as <c>"101": ["SIP/anna-0001"]</c>.</summary>
    internal static string Sample(Dictionary<string, string[]> devices) =>
        "\"Devices\": {\n" + string.Join(",\n", devices.Select(d => $"  {Json(d.Key)}: [{string.Join(", ", d.Value.Select(Json))}]")) + "\n}";

    private static string Json(string text) => JsonSerializer.Serialize(text, Written);
}
