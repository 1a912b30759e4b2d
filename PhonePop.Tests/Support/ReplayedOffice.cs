using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
using PhonePop.Simulator.Replay;

namespace PhonePop.Tests.Support;

/// <summary>One server that watches a replaying PBX for each recording, twice: as whole pieces, and cut at random places. All over real TCP.</summary>
public sealed class ReplayedOffice : IAsyncLifetime
{
    // Its own, so that a stranger who reconnects to a reused port cannot take a play.
    private readonly string _secret = Guid.NewGuid().ToString("n");
    private readonly Dictionary<string, ReplayServer> _pbxes = new(StringComparer.Ordinal);
    private readonly LiveServer _server = new();
    private HttpClient? _client;

    public async ValueTask InitializeAsync()
    {
        foreach (var name in Recordings.Names())
        {
            var recording = await Recordings.LoadAsync(name, CancellationToken.None);
            Add(name, PbxName(name, cutSeed: 0), ReplayServer.Start(recording, new ReplayOptions { Secret = _secret }));
            Add(name, PbxName(name, CutSeed), ReplayServer.Start(recording, new ReplayOptions { Secret = _secret, CutSeed = CutSeed }));
        }

        // With several PBXs an operator's key must say which.
        var first = _pbxes.Keys.First();
        _client = _server.With("PhonePop:ApiKeys:0:Pbx", first).With("PhonePop:ApiKeys:1:Pbx", first).Watching().Started().Client(LiveServer.SupervisorKey);
    }

    /// <summary>The seed of the random cuts; printed with a failure.</summary>
    public static int CutSeed => 20261124;

    /// <summary>The name of the PBX that plays a recording.</summary>
    public static string PbxName(string recording, int cutSeed) => $"{recording.Replace('/', '-')}{(cutSeed == 0 ? "" : "-cut")}";

    public ReplayServer Pbx(string name) => _pbxes[name];

    /// <summary>Asks the API until it shows this, each time that something has changed.</summary>
    /// <param name="pbx">Whose calls.</param>
    /// <param name="expected">What should be shown.</param>
    /// <param name="asFarAs">What of each answer is compared.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was shown last.</returns>
    public async Task<IReadOnlyList<string>> ShownAsync(string pbx, IReadOnlyList<string> expected, Func<IReadOnlyList<string>, IReadOnlyList<string>> asFarAs, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Until.Patience);
        var (_, changes) = _server.Get<LiveCallBoard>().Subscribe(new Audience(pbx, null), TimeSpan.Zero, patience.Token);
        var shown = asFarAs(await AskAsync(pbx, cancellationToken));
        try
        {
            await using var change = changes.GetAsyncEnumerator(patience.Token);
            while (!shown.SequenceEqual(expected) && await change.MoveNextAsync())
            {
                shown = asFarAs(await AskAsync(pbx, cancellationToken));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time is up: the caller compares.
        }

        return shown;
    }

    /// <summary>Asks who was missed at a PBX, as <c>number ×count</c>, until there are so many.</summary>
    public async Task<IReadOnlyList<string>> MissedAsync(string pbx, int count)
    {
        var all = await Until.AnswerAsync(_client!, "/api/v1/callbacks?all=true", list => Lines(list).Count() >= count);
        return [.. Lines(all).Order(StringComparer.Ordinal)];

        IEnumerable<string> Lines(System.Text.Json.JsonElement list) => list.EnumerateArray().Where(c => c.GetProperty("pbx").GetString() == pbx)
            .Select(c => $"{c.GetProperty("number").GetString()} ×{c.GetProperty("count").GetInt32()}");
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _server.DisposeAsync();
        foreach (var pbx in _pbxes.Values)
        {
            await pbx.DisposeAsync();
        }
    }

    private async Task<IReadOnlyList<string>> AskAsync(string pbx, CancellationToken cancellationToken)
    {
        var calls = await _client!.GetFromJsonAsync<JsonArray>($"/api/v1/calls?pbx={pbx}", cancellationToken);
        return [.. calls!.Select(Line).Order(StringComparer.Ordinal)];
    }

    private static string Line(JsonNode? call) => CallTruth.Line(
        (string)call!["extension"]!, Enum.Parse<PartyKind>((string)call["party"]!["kind"]!, ignoreCase: true), (string)call["party"]!["number"]!, (string)call["phase"]!);

    private void Add(string recording, string name, ReplayServer pbx)
    {
        var section = $"PhonePop:Pbxes:{_pbxes.Count}";
        var (pattern, devices) = Recordings.Operators(recording);
        foreach (var (extension, device) in devices.SelectMany(d => d.Value.Select((device, i) => ($"{d.Key}:{i}", device))))
        {
            _server.With($"{section}:Devices:{extension}", device);
        }

        _server.With($"{section}:Name", name).With($"{section}:Host", "127.0.0.1").With($"{section}:Port", pbx.Port.ToString(CultureInfo.InvariantCulture))
            .With($"{section}:Username", "phonepop").With($"{section}:Secret", _secret)
            .With($"{section}:OperatorExtensions", pattern)
            .With($"{section}:SnapshotInterval", Recordings.IsKept(recording) ? "00:00:01" : null); // a play is faster than the recorded lists, which may have repaired what was lost
        _pbxes.Add(name, pbx);
    }
}
