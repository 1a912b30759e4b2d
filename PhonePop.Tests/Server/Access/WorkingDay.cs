using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Access;

/// <summary>A server on which everything that can hold a customer's number holds one, and everything that leaves it can be read.</summary>
internal sealed partial class WorkingDay(LiveServer server) : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    public const string Live = "main:1764000101.1:101";
    public const string Ended = "main:1764000101.2:101";
    public const string Unknown = "main:1764000101.3:101";
    public const string Seen = "main:1764000103.4:103";

    // Both numbers in every notation end so, whatever stands between the digits: one of two customers, one of nobody.
    private const string Known = "9165550123";
    private const string Nobodys = "9165550177";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public LiveServer Server => server;

    /// <summary>The customer to whom the number belongs.</summary>
    public int Customer { get; private set; }

    public static async Task<WorkingDay> AtAsync(params string[] maskedRoles)
    {
        var server = new LiveServer()
            .WithUser(0, "anna", Password, "Operator", "101")
            .WithUser(1, "boris", Password, "Supervisor", "103")
            .WithUser(2, "boss", Password, "Administrator");
        foreach (var (i, role) in maskedRoles.Index())
        {
            server.With($"PhonePop:Masking:Roles:{i}", role);
        }

        var day = new WorkingDay(server.Started());
        await day.BeginAsync();
        return day;
    }

    /// <summary>Addresses at which there is something to read, by pattern; what is not here is read with 1 for each parameter.</summary>
    public IReadOnlyDictionary<string, string[]> Paths => new Dictionary<string, string[]>
    {
        ["customers"] = ["/customers", "/customers?q=ada", $"/customers?call={Live}"],
        ["customers/{Id:int}"] = [$"/customers/{Customer}"],
        ["customers/new"] = ["/customers/new", $"/customers/new?call={Unknown}"],
        ["customers/duplicates"] = ["/customers/duplicates", $"/customers/duplicates?of={Customer}"],
        ["calls/{CallId}/why"] = [$"/calls/{Live}/why", $"/calls/{Ended}/why"],
        ["go/{callId}"] = [$"/go/{Live}", $"/go/{Unknown}", $"/go/{Seen}"],
        ["api/v1/calls/{id}/why"] = [$"/api/v1/calls/{Live}/why", $"/api/v1/calls/{Ended}/why"],
        ["api/v1/customers"] = ["/api/v1/customers?q=ada", "/api/v1/customers?phone=%2B79165550123", "/api/v1/customers?q=89165550123"],
        ["api/v1/customers/{id:int}"] = [$"/api/v1/customers/{Customer}"],
        ["api/v1/customers/{id:int}/notes"] = [$"/api/v1/customers/{Customer}/notes"],
        ["api/v1/customers/{id:int}/changes"] = [$"/api/v1/customers/{Customer}/changes"],
        ["api/v1/callbacks"] = ["/api/v1/callbacks?all=true"],
    };

    /// <summary>True where one of the numbers can be read, in any notation.</summary>
    public static bool Tells(string bytes)
    {
        var text = Escapes().Replace(Uri.UnescapeDataString(bytes), m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString());
        var digits = Between().Replace(WebUtility.HtmlDecode(text), "");
        return digits.Contains(Known, StringComparison.Ordinal) || digits.Contains(Nobodys, StringComparison.Ordinal);
    }

    /// <summary>All that a GET sends: status, headers, body; of a stream what it says of the calls that go on and of one change.</summary>
    public async Task<string> ReadAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(path.StartsWith("/api", StringComparison.Ordinal) ? "application/json" : "text/html"));
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        var head = $"{answer.StatusCode} {answer.Headers} {answer.Content.Headers}\n";
        return answer.Content.Headers.ContentType?.MediaType == "text/event-stream" && answer.IsSuccessStatusCode
            ? head + await StreamAsync(answer)
            : head + await answer.Content.ReadAsStringAsync(Stop);
    }

    /// <summary>A change of the call that goes on.</summary>
    public void Change() => server.Pbx.CallChanged(LiveCall() with { Uncertain = true });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static Call LiveCall() => Some.Call("101", "79165550123", Live).Answered() with
    {
        ConversationId = "main:1764000101.1", Party = new CallParty(PartyKind.External, "79165550123", "9165550123"), ConsultFor = new CallParty(PartyKind.External, "79165550177", "+7 916 555-01-77"),
        Trail = Story("main:1764000101.1", "101"),
    };

    private static CallTrail Story(string conversation, string extension)
    {
        var trail = new CallTrail();
        var call = Some.Call(extension, "79165550123", $"{conversation}:{extension}") with { ConversationId = conversation, ConsultFor = new CallParty(PartyKind.External, "79165550177") };
        trail.Add(new CallFact(
            Some.Time, "Newstate", "Local/79165550123@office-00000001;2", "PJSIP/79165550123-00000002", call,
            [new PathStep(PathLink.Start, "Local/79165550123@office-00000001;1"), new PathStep(PathLink.ConnectedLine, "89165550123")]));
        return trail;
    }

    private async Task BeginAsync()
    {
        var customers = server.Get<CustomerStore>();
        var ada = await customers.CreateAsync(new CustomerEdit
        {
            Name = "Ada 8-916-555-01-23", Company = "Ada +7 (916) 555 01 23", Email = "79165550123@example.com", Note = "Second line: 8 916 555-01-77", ExternalId = "79165550123",
            Numbers = [new("+79165550123", "call 89165550123")],
        }, Stop);
        Customer = ada.Id;
        await customers.UpdateAsync(ada.Id, new CustomerEdit
        {
            Name = ada.Name, Company = ada.Company, Email = ada.Email, Note = "Only 8 916 555-01-77", ExternalId = ada.ExternalId, Numbers = [new("+79165550123", "call 89165550123"), new("x555 9165550177 x 9165550123")],
        }, Stop);
        await customers.CreateAsync(new CustomerEdit { Name = "Ada", Company = "Ada +7 (916) 555 01 23", Numbers = [new("8 916 555-01-23")] }, Stop);
        await server.Get<CustomerJournal>().AddNoteAsync(ada.Id, "Ring +7 916 555-01-23 after six, or 9165550177", "Anna", Stop);
        server.Pbx.PbxChanged(Some.Pbx());
        server.Pbx.ConversationChanged(Conversation("main:1764000101.1", ConversationState.Talking, "101"));
        server.Pbx.ConversationChanged(Conversation("main:1764000101.9", ConversationState.Waiting));
        server.Pbx.CallChanged(LiveCall());
        server.Pbx.CallChanged(Some.Call("101", "79165550177", Unknown) with { ConversationId = "main:1764000101.3", Party = new CallParty(PartyKind.External, "79165550177", "CALL 79165550177") });
        server.Pbx.CallChanged(Some.Call("103", "79165550123", Seen).Answered() with { ConversationId = "main:1764000103.4" });
        server.Pbx.CallChanged(Final("101", Ended, CallOutcome.Transferred) with { AnsweredAt = Some.Time, TransferredTo = "79165550177", Trail = Story("main:1764000101.2", "101") });
        server.Pbx.CallChanged(Final("103", "main:1764000103.5:103", CallOutcome.Missed));
        server.Pbx.CallChanged(Final("101", "main:1764000101.6:101", CallOutcome.Missed) with { Party = new CallParty(PartyKind.External, "79165550177") });
        server.Pbx.CallChanged(Final("103", "main:1764000103.7:103", CallOutcome.Answered) with { AnsweredAt = Some.Time });
        using var boss = server.Client(LiveServer.AdministratorKey);
        await Until.AnswerAsync(boss, "/api/v1/calls/history", page => page.GetProperty("total").GetInt32() == 4);
        await Until.AnswerAsync(boss, "/api/v1/callbacks", list => list.GetArrayLength() >= 1);
        await Until.AnswerAsync(boss, "/api/v1/calls", calls => calls.EnumerateArray().All(c => c.GetProperty("lookedUp").GetBoolean()));
        foreach (var id in (string[])[Live, Ended, "main:1764000103.7:103"])
        {
            (await boss.PutAsJsonAsync($"/api/v1/calls/{id}/work", new { note = "Call back 8 (916) 555-01-77", outcome = "Solved" }, Stop)).EnsureSuccessStatusCode();
        }
    }

    private static Call Final(string extension, string id, CallOutcome outcome) => Some.Call(extension, "79165550123", id) with
    {
        ConversationId = id[..id.LastIndexOf(':')], Phase = CallPhase.Ended, Outcome = outcome, IsFinal = true, StartedAt = TimeProvider.System.GetUtcNow().AddMinutes(-5), EndedAt = TimeProvider.System.GetUtcNow(),
    };

    private static Conversation Conversation(string id, ConversationState state, params string[] extensions) => Some.Conversation(id) with
    {
        State = state, Queue = "support",
        Participants = [new(new CallParty(PartyKind.External, "79165550123", "9165550123"), CallPhase.Talking, Some.Time), .. extensions.Select(e => new Participant(new CallParty(PartyKind.Internal, e), CallPhase.Talking, Some.Time))],
    };

    private async Task<string> StreamAsync(HttpResponseMessage answer)
    {
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        var read = new StringBuilder();
        Change();
        while (!(read.ToString().Contains("event: call", StringComparison.Ordinal) || read.ToString().Contains("\"img\"", StringComparison.Ordinal)) && await reader.ReadLineAsync(Stop) is { } line)
        {
            read.AppendLine(line);
            Change();
        }

        read.AppendLine(await reader.ReadLineAsync(Stop));
        return read.ToString();
    }

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex Escapes();

    [GeneratedRegex(@"[\s\-().\u00A0]")]
    private static partial Regex Between();
}
