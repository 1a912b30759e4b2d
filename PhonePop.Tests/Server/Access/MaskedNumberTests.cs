using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.AspNetCore.SignalR.Client;
using PhonePop.Server.Customers;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Access;

/// <summary>A customer's number in everything that leaves the server: for those from whom it is kept nowhere, for the others where it belongs.</summary>
public sealed class MaskedNumberTests
{
    private static readonly string[] TellingOperators =
    [
        "", "customers", "customers/{Id:int}", "customers/new", "history", "missed", "go/{callId}", "check-call", "api/v1/calls", "api/v1/calls/stream", "api/v1/calls/history", "api/v1/calls/history/export",
        "api/v1/callbacks", "api/v1/customers", "api/v1/customers/{id:int}", "api/v1/customers/{id:int}/notes", "api/v1/customers/{id:int}/changes",
    ];

    private static readonly string[] TellingSupervisors =
    [
        .. TellingOperators, "calls/{CallId}/why", "customers/duplicates", "customers/numbers", "api/v1/calls/{id}/why", "api/v1/conversations", "api/v1/customers/duplicates", "api/v1/customers/unreadable-numbers", "api/v1/customers/shared-numbers",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("anna", "Operator")]
    [InlineData("boris", "Supervisor")]
    public async Task Number_can_be_read_nowhere_by_those_from_whom_it_is_kept(string userName, string role)
    {
        await using var day = await WorkingDay.AtAsync(role);

        (await TellingAsync(day, userName)).Should().BeEmpty();
        (await HeardAsync(day, role == "Operator" ? LiveServer.Key101 : LiveServer.SupervisorKey)).Where(WorkingDay.Tells).Should().BeEmpty();
    }

    [Theory]
    [InlineData("anna", "Supervisor")]
    [InlineData("boris", "Operator")]
    [InlineData("boss", "Operator", "Supervisor")]
    public async Task Number_is_read_by_everybody_else(string userName, params string[] maskedRoles)
    {
        await using var day = await WorkingDay.AtAsync(maskedRoles);

        (await TellingAsync(day, userName)).Should().BeEquivalentTo(userName == "anna" ? TellingOperators : userName == "boris" ? TellingSupervisors : TellingSupervisors.Where(p => p is not ("check-call" or ""))); // the last has no phone, and no calls of their own
        (await HeardAsync(day, userName == "anna" ? LiveServer.Key101 : userName == "boris" ? LiveServer.SupervisorKey : LiveServer.AdministratorKey)).Count(WorkingDay.Tells).Should().BeGreaterThan(1);
    }

    [Fact]
    public async Task Masked_form_is_that_of_the_logs_and_a_whole_number_finds_while_a_piece_does_not()
    {
        await using var day = await WorkingDay.AtAsync("Operator");
        using var anna = day.Server.Client(LiveServer.Key101);

        var party = (await anna.GetFromJsonAsync<JsonElement>("/api/v1/calls", Stop)).EnumerateArray().Single(c => c.GetProperty("id").GetString() == WorkingDay.Live).GetProperty("party");
        party.GetProperty("number").GetString().Should().Be("+7916***0123");
        party.GetProperty("display").GetString().Should().Be("+7916***0123");
        party.GetProperty("e164").ValueKind.Should().Be(JsonValueKind.Null);
        foreach (var (question, found) in new[] { ("q=89165550123", 2), ("q=%2B7+916+555-01-23", 2), ("phone=79165550123", 2), ("q=9165550", 0), ("q=0123", 0) })
        {
            (await anna.GetFromJsonAsync<JsonElement>($"/api/v1/customers?{question}", Stop)).GetProperty("total").GetInt32().Should().Be(found, question);
        }

        (await anna.GetFromJsonAsync<JsonElement>("/api/v1/calls/history?q=79165550177", Stop)).GetProperty("total").GetInt32().Should().Be(1);
        (await anna.GetFromJsonAsync<JsonElement>("/api/v1/calls/history?q=55501", Stop)).GetProperty("total").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task What_was_read_masked_and_is_sent_back_stays_what_it_was()
    {
        await using var day = await WorkingDay.AtAsync("Operator");
        using var anna = day.Server.Client(LiveServer.Key101);
        var store = day.Server.Get<CustomerStore>();
        var before = (await store.GetAsync(day.Customer, Stop))!;
        var edit = (await anna.GetFromJsonAsync<CustomerEdit>($"/api/v1/customers/{day.Customer}", WireJsonOptions, Stop))!;
        edit.Numbers[0].Number.Should().Be("+7916***0123");

        using var saved = await anna.PutAsJsonAsync($"/api/v1/customers/{day.Customer}", edit with { Company = "Lovelace", Numbers = [.. edit.Numbers, new("8 495 123-45-67")] }, WireJsonOptions, Stop);

        WorkingDay.Tells(await saved.Content.ReadAsStringAsync(Stop)).Should().BeFalse();
        var after = (await store.GetAsync(day.Customer, Stop))!;
        after.Should().BeEquivalentTo(before with { Company = "Lovelace" }, o => o.Excluding(c => c.Version).Excluding(c => c.UpdatedAt).Excluding(c => c.UpdatedBy).Excluding(c => c.Numbers));
        after.Numbers.Select(n => n.Number).Should().Equal([.. before.Numbers.Select(n => n.Number), "8 495 123-45-67"]);

        using var note = await anna.PutAsJsonAsync($"/api/v1/calls/{WorkingDay.Live}/work", new { note = "Call back 8916***0177 tomorrow" }, Stop);
        WorkingDay.Tells(await note.Content.ReadAsStringAsync(Stop)).Should().BeFalse();
        using var boss = day.Server.Client(LiveServer.AdministratorKey);
        (await day.Server.Get<PhonePop.Server.Work.CallWorkStore>().FindAsync([WorkingDay.Live], NumberMask.Off, Stop))[WorkingDay.Live].Note.Should().Be("Call back 8 (916) 555-01-77 tomorrow");
        using var strange = await anna.PutAsJsonAsync($"/api/v1/customers/{day.Customer}", edit with { Numbers = [new("+7916***9999")] }, WireJsonOptions, Stop);
        ((int)strange.StatusCode).Should().Be(400);
    }

    private static JsonSerializerOptions WireJsonOptions => PhonePop.Server.Live.WireJson.Options;

    /// <summary>The patterns at which a signed-in user reads one of the numbers.</summary>
    private static async Task<IReadOnlyList<string>> TellingAsync(WorkingDay day, string userName)
    {
        using var browser = new BrowserClient(day.Server);
        await browser.SignInAsync(userName, WorkingDay.Password);
        var telling = new List<string>();
        foreach (var address in Doors.Table.Keys.Where(a => a.Method == "GET" && !a.Pattern.StartsWith('_') && !a.Pattern.StartsWith("hubs", StringComparison.Ordinal)))
        {
            foreach (var path in day.Paths.GetValueOrDefault(address.Pattern) ?? [Doors.Path(address)])
            {
                if (WorkingDay.Tells(await day.ReadAsync(browser.Http, path)))
                {
                    telling.Add(address.Pattern);
                }
            }
        }

        return [.. telling.Distinct()];
    }

    /// <summary>All that the hub says on connecting, and of a change of each kind.</summary>
    private static async Task<IReadOnlyList<string>> HeardAsync(WorkingDay day, string key)
    {
        await using var listener = await HubListener.ConnectAsync(day.Server, key);
        var snapshot = (await listener.NextAsync("Snapshot")).GetRawText();
        day.Server.Pbx.ConversationChanged(Some.Conversation("main:1764000101.9") with { Participants = [new(new PhonePop.Ami.Calls.CallParty(PhonePop.Ami.Calls.PartyKind.External, "79165550123", "9165550123"), PhonePop.Ami.Calls.CallPhase.Talking, Some.Time)] });
        if (key != LiveServer.Key101)
        {
            snapshot += (await listener.NextAsync("ConversationChanged")).GetRawText();
        }

        await listener.Connection.InvokeAsync("Resync", Stop);
        return [snapshot, (await listener.NextAsync("Snapshot")).GetRawText(), await ChangedAsync(day, listener)];
    }

    private static async Task<string> ChangedAsync(WorkingDay day, HubListener listener)
    {
        day.Change();
        return (await listener.NextAsync("CallChanged")).GetRawText();
    }
}
