using AwesomeAssertions;
using Bunit;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Configuration;
using PhonePop.Server.Security;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Components;

/// <summary>The administrator's page of settings, over the desk of a real server with its file.</summary>
public sealed class ServerSettingsTests : IAsyncDisposable
{
    private readonly LiveServer _server = new();
    private PageContext? _context;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PhonePopOptions Now => _server.Get<IOptionsMonitor<PhonePopOptions>>().CurrentValue;

    public async ValueTask DisposeAsync()
    {
        if (_context is not null)
        {
            await _context.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_is_changed_holds_at_once_and_goes_back_to_the_default()
    {
        var page = Page();
        page.Find("[name=Work-WrapUp]").GetAttribute("value").Should().Be("0");
        page.Find("[name=Work-MissedKeep]").GetAttribute("value").Should().Be("7");

        await page.Find("[name=Work-WrapUp]").ChangeAsync(new() { Value = "2" });
        await page.Find("[name=Work-WrapUp-unit]").ChangeAsync(new() { Value = "m" });
        var rows = page.Find("[name=Work-Outcomes]").GetAttribute("rows");
        await page.Find("[name=Work-Outcomes]").ChangeAsync(new() { Value = "Paid\n\n Call again \n" });
        page.Find("[name=Work-Outcomes]").GetAttribute("rows").Should().Be(rows, "the button below must not move while it is pressed");
        await page.Find("[data-testid=settings-work] form").SubmitAsync();

        page.WaitForAssertion(() => page.Find("[data-testid=settings-work] [role=status]").TextContent.Should().Contain("Saved and in force"));
        Now.Work.Should().BeEquivalentTo(new { WrapUp = TimeSpan.FromMinutes(2), Outcomes = new[] { "Paid", "Call again" }, KeepCard = TimeSpan.FromMinutes(2) });
        _server.Get<SettingsDesk>().Origin("Work:KeepCard").Should().Be(SettingsOrigin.Default, "only what was changed is written");

        await page.Find("[data-testid='setting-Work:WrapUp'] [data-testid=default]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[name=Work-WrapUp]").GetAttribute("value").Should().Be("0"));
        Now.Work.WrapUp.Should().Be(TimeSpan.Zero);
        (await _server.Get<AuditLog>().SearchAsync(AuditActions.SettingsChanged, "WrapUp", 0, 10, Stop)).Total.Should().Be(2);
    }

    [Fact]
    public async Task Mistakes_stand_at_their_fields_in_the_language_of_the_page_and_nothing_changes()
    {
        var page = Page("ru");
        await page.Find("[name=Work-Outcomes]").ChangeAsync(new() { Value = "Оплачено\nОПЛАЧЕНО" });
        await page.Find("[name=Work-WrapUp]").ChangeAsync(new() { Value = "9000" });
        await page.Find("[data-testid=settings-work] form").SubmitAsync();

        page.WaitForAssertion(() => page.Find("[data-testid='setting-Work:Outcomes'] [data-testid=mistake]").TextContent.Should().StartWith("“ОПЛАЧЕНО”: По одному в строке"));
        page.Find("[data-testid='setting-Work:WrapUp'] [data-testid=mistake]").TextContent.Should().Contain("От 0 до 1 часа");
        page.Find("[name=Work-WrapUp]").GetAttribute("aria-invalid").Should().Be("true");
        Now.Work.WrapUp.Should().Be(TimeSpan.Zero);

        await page.Find("[name=Supervision-AnswerTarget]").ChangeAsync(new() { Value = "soon" });
        await page.Find("[data-testid=settings-supervision] form").SubmitAsync();
        page.WaitForAssertion(() => page.Find("[data-testid='setting-Supervision:AnswerTarget'] [data-testid=mistake]").TextContent.Should().StartWith("От 1 секунды"));
    }

    [Fact]
    public async Task History_is_kept_for_good_where_nothing_stands()
    {
        var page = Page();
        await page.Find("[name=Retention-History]").ChangeAsync(new() { Value = "90" });
        await page.Find("[data-testid=settings-retention] form").SubmitAsync();
        page.WaitForAssertion(() => Now.Retention.History.Should().Be(TimeSpan.FromDays(90)));

        await page.Find("[name=Retention-History]").ChangeAsync(new() { Value = "" });
        await page.Find("[data-testid=settings-retention] form").SubmitAsync();

        page.WaitForAssertion(() => Now.Retention.History.Should().BeNull());
    }

    [Fact]
    public async Task Numbers_are_hidden_from_operators_from_the_next_request_on_and_who_is_connected_connects_anew()
    {
        var page = Page();
        _server.Pbx.CallChanged(Some.Call("101", "79161234567"));
        using var client = _server.Client(LiveServer.Key101);
        (await client.GetStringAsync("/api/v1/calls", Stop)).Should().Contain("79161234567");
        await using var hub = _server.Hub(LiveServer.Key101);
        var cut = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            cut.TrySetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync(Stop);

        await page.Find("[name=Masking-Roles]").ChangeAsync(new() { Value = "Operator" });
        await page.Find("[data-testid=settings-masking] form").SubmitAsync();

        page.WaitForAssertion(() => Now.Masking.Roles.Should().Equal(Roles.Operator));
        (await client.GetStringAsync("/api/v1/calls", Stop)).Should().NotContain("79161234567").And.Contain("***");
        await cut.Task.WaitAsync(Until.Patience, Stop);
    }

    [Fact]
    public async Task What_the_command_line_says_is_shown_as_fixed_and_by_what()
    {
        _server.With("PhonePop:Numbers:DialPrefixes:0", "9");
        var page = Page();

        var fixedField = page.Find("[data-testid='setting-Numbers:DialPrefixes']");

        fixedField.QuerySelector("textarea")!.HasAttribute("disabled").Should().BeTrue();
        fixedField.QuerySelector("[data-testid=fixed]")!.TextContent.Trim().Should().Be("Fixed on the command line: --PhonePop:Numbers:DialPrefixes");
        page.Find("[name=Numbers-Region]").HasAttribute("disabled").Should().BeFalse();
        await page.Find("[name=Numbers-Region]").ChangeAsync(new() { Value = "DE" });
        await page.Find("[data-testid=settings-numbers] form").SubmitAsync();
        page.WaitForAssertion(() => Now.Numbers.Should().BeEquivalentTo(new { Region = "DE", DialPrefixes = new[] { "9" } }));
    }

    private IRenderedComponent<AdminSettingsPage> Page(string language = "en")
    {
        _server.Started();
        _context = new PageContext(Roles.Administrator, null, language, services =>
        {
            services.AddSingleton(_server.Get<SettingsDesk>());
            services.AddSingleton(_server.Get<IOptionsMonitor<PhonePopOptions>>());
        });
        var page = _context.Page<AdminSettingsPage>();
        page.WaitForElement("[data-testid=settings-work]");
        return page;
    }
}
