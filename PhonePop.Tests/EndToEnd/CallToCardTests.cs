using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Microsoft.Playwright;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PhonePop.Tests.EndToEnd;

/// <summary>From what the PBX says to the customer's card: the whole server, Chromium, and a real desktop notification server.</summary>
[Collection(BrowserTestGroup.Name)]
public sealed class CallToCardTests(DesktopFixture desktop)
{
    private const string Password = "correct horse battery";

    // As Blazor says it, on the element that it has put in place of the prerendered one.
    private const string CircuitIsGone =
        "document.getElementById('components-reconnect-modal').dispatchEvent(new CustomEvent('components-reconnect-state-changed', { detail: { state: 'rejected' } }))";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_customers_call_pops_with_the_name_and_its_click_opens_the_card()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var customer = await AddAsync(server, $"Ада <b>{Guid.NewGuid():n}</b>");
        var page = await desk.SignInAsync("operator101", Password);

        server.Pbx.CallChanged(Some.Call("101") with { TransferredFrom = "102" });
        var notification = await desktop.Notifications.ShownAsync(customer.Name, Stop);
        notification.Body.Should().EndWith("Romashka · support · transferred from operator102");
        notification.HasIcon.Should().BeTrue("its shape says that it rings");

        desktop.Notifications.Click(notification.Id);
        await Expect(page).ToHaveURLAsync(new Regex($"/customers/{customer.Id}$"));
        await Expect(page.GetByTestId("card-name")).ToHaveTextAsync(customer.Name);
        await Expect(page.Locator("#phonepop-pops section")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Answered_by_a_colleague_the_notification_is_withdrawn()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var customer = await AddAsync(server, $"Grace {Guid.NewGuid():n}");
        var page = await desk.SignInAsync("operator101", Password);
        server.Pbx.CallChanged(Some.Call("101"));
        var notification = await desktop.Notifications.ShownAsync(customer.Name, Stop);
        await page.NoteAsync(".phonepop-pop-farewell");

        server.Pbx.CallChanged(Some.Call("101").Final(CallOutcome.AnsweredElsewhere) with { AnsweredBy = "102" });
        await desktop.Notifications.WithdrawnAsync(notification.Id, Stop);
        await page.UntilAsync("noted.includes('Answered by operator102')");
    }

    [Fact]
    public async Task Five_tabs_show_one_notification_and_when_the_leading_one_is_closed_the_next_call_still_pops()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var customer = await AddAsync(server, $"Five {Guid.NewGuid():n}");
        var leader = await desk.SignInAsync("operator101", Password);
        var others = new List<IPage>();
        for (var i = 0; i < 4; i++)
        {
            others.Add(await desk.OpenAsync("/customers"));
        }

        server.Pbx.CallChanged(Some.Call());
        await desktop.Notifications.ShownAsync(customer.Name, Stop);
        server.Pbx.CallChanged(Some.Call(number: "79265550102", id: "main:1764000000.20:101"));
        await desktop.Notifications.ShownAsync("+7 926 555-01-02", Stop);
        desktop.Notifications.All(customer.Name).Should().ContainSingle("whoever else showed it would have done so before the second call");

        await leader.CloseAsync();
        server.Pbx.CallChanged(Some.Call(number: "79265550103", id: "main:1764000000.30:101"));
        await desktop.Notifications.ShownAsync("+7 926 555-01-03", Stop);
        desktop.Notifications.All(customer.Name).Should().ContainSingle("what an earlier leader showed is not shown again");
    }

    [Fact]
    public async Task A_colleagues_call_does_not_pop()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var customer = await AddAsync(server, $"Own {Guid.NewGuid():n}");
        var page = await desk.SignInAsync("supervisor103", Password);

        server.Pbx.CallChanged(Some.Call("101", "79160000001"));
        server.Pbx.CallChanged(Some.Call("103"));
        await desktop.Notifications.ShownAsync(customer.Name, Stop);
        await Expect(page.Locator("#phonepop-pops section")).ToHaveCountAsync(1);
        desktop.Notifications.All("+7 916 000-00-01").Should().BeEmpty();
    }

    [Fact]
    public async Task Signing_out_in_one_tab_ends_the_pops_of_the_others()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var leaving = await desk.SignInAsync("operator101", Password);
        var other = await desk.OpenAsync("/customers");

        await leaving.EvaluateAsync("document.querySelector('form[action*=\"sign-out\"]').submit()");
        await Expect(leaving).ToHaveURLAsync(new Regex("/account/sign-in"));
        await Expect(other).ToHaveURLAsync(new Regex("/account/sign-in"));
    }

    [Fact]
    public async Task A_page_whose_circuit_is_gone_for_good_loads_itself_again()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var page = await desk.SignInAsync("operator101", Password);
        await page.EvaluateAsync("document.documentElement.dataset.old = '1'");

        await page.EvaluateAsync(CircuitIsGone);
        await Expect(page.Locator("html[data-old]")).ToHaveCountAsync(0);
        await page.Locator("[data-interactive='1']").WaitForAsync();
    }

    [Fact]
    public async Task Pages_that_lose_their_server_together_come_back_apart_and_a_hidden_one_when_somebody_looks()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var page = await desk.SignInAsync("operator101", Password);
        await page.EvaluateAsync("document.documentElement.dataset.old = '1'; Object.defineProperty(document, 'hidden', { get: () => !globalThis.looked })");

        // What it would wait is told, and not waited for.
        await page.EvaluateAsync("globalThis.later = setTimeout; globalThis.setTimeout = (run, after, ...more) => later(run, after === 4500 ? (globalThis.apart = true, 0) : after, ...more); Math.random = () => 0.9");
        await page.EvaluateAsync(CircuitIsGone);

        (await page.EvaluateAsync<bool>("globalThis.apart === true")).Should().BeTrue("they have five seconds");
        await Expect(page.Locator("html[data-old]")).ToHaveCountAsync(1);
        await page.EvaluateAsync("looked = true; document.dispatchEvent(new Event('visibilitychange'))");
        await Expect(page.Locator("html[data-old]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Pages_take_nothing_from_elsewhere_and_are_set_in_Roboto()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var browser = await desktop.StartAsync();
        var foreign = new ConcurrentQueue<string>();
        var failed = new ConcurrentQueue<string>();
        void Listen(object? sender, IPage opened)
        {
            opened.Request += (_, request) => Note(foreign, request.Url, !IsOurs(request.Url, server.Address));
            opened.Response += (_, response) => Note(failed, $"{response.Status} {response.Url}", response.Status >= 400);
        }

        browser.Page += Listen; // not the browser itself: the workers of other tests' servers still ask theirs

        var page = await desk.SignInAsync("supervisor103", Password);
        foreach (var path in (string[])["/", "/live", "/customers", "/history", "/pbxes"])
        {
            await page.GotoAsync(new Uri(server.Address, path).ToString());
            await page.Locator("[data-interactive='1']").WaitForAsync();
        }

        var faces = await page.EvaluateAsync<string[]>("async () => { await document.fonts.ready; return [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family.replaceAll('\"', '')); }");
        browser.Page -= Listen;
        faces.Should().Contain("Roboto");
        foreign.Should().BeEmpty();
        failed.Should().BeEmpty();
    }

    [Fact]
    public async Task A_call_that_the_page_shows_large_is_not_shown_twice()
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address);
        var customer = await AddAsync(server, $"Once {Guid.NewGuid():n}");
        var page = await desk.SignInAsync("operator101", Password);
        await page.SetViewportSizeAsync(390, 500);
        server.Pbx.CallChanged(Some.Call("101"));
        await desktop.Notifications.ShownAsync(customer.Name, Stop);

        var pop = page.Locator("#phonepop-pops section");
        await Expect(page.GetByTestId("call-card")).ToContainTextAsync(customer.Name);
        await Expect(pop).ToHaveTextAsync(new Regex(customer.Name)); // for screen readers
        await Expect(pop.Locator("button").First).ToBeHiddenAsync();

        await page.EvaluateAsync("document.querySelector('main').style.paddingBottom = '2000px'; scrollTo(0, 1500)");
        await Expect(pop.Locator("button").First).ToBeVisibleAsync();
        await page.EvaluateAsync("scrollTo(0, 0)");
        await Expect(pop.Locator("button").First).ToBeHiddenAsync();

        await page.Locator(".pp-rail-link[href='/history']").ClickAsync();
        await Expect(pop.GetByRole(AriaRole.Button, new() { Name = "Open card" })).ToBeVisibleAsync();

        await page.Locator(".pp-rail-link[href='/']").ClickAsync();
        await page.GetByTestId("open-card").ClickAsync();
        await Expect(page.GetByTestId("card-name")).ToHaveTextAsync(customer.Name);
        await Expect(pop).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(DesktopFixture.DeniedHost, "denied")]
    [InlineData(DesktopFixture.InsecureHost, "insecure")]
    public async Task Without_notifications_the_page_says_why_and_pops_itself(string host, string state)
    {
        await using var server = Server();
        await using var desk = await Desk.AtAsync(desktop, server.Address, host);
        var customer = await AddAsync(server, $"Inside {Guid.NewGuid():n}");
        var page = await desk.SignInAsync("operator101", Password);
        await Expect(page.Locator($"[data-for='{state}']")).ToBeVisibleAsync();
        page = await desk.OpenAsync("/customers");

        server.Pbx.CallChanged(Some.Call("101"));
        var pop = page.Locator("#phonepop-pops section");
        await Expect(pop.Locator(".phonepop-pop-who")).ToHaveTextAsync(customer.Name);
        await pop.GetByRole(AriaRole.Button, new() { Name = "Open card" }).ClickAsync();
        await Expect(page.GetByTestId("card-name")).ToHaveTextAsync(customer.Name);
        desktop.Notifications.All(customer.Name).Should().BeEmpty();
    }

    private static LiveServer Server() => new LiveServer()
        .WithUser(0, "operator101", Password, "Operator", "101")
        .WithUser(1, "operator102", Password, "Operator", "102")
        .WithUser(2, "supervisor103", Password, "Supervisor", "103")
        .Started();

    private static Task<CustomerInfo> AddAsync(LiveServer server, string name) =>
        server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = name, Company = "Romashka", Numbers = [new CustomerNumberEdit("+79161234567")] }, Stop);

    private static bool IsOurs(string url, Uri server) => url.StartsWith(server.ToString(), StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal);

    private static void Note(ConcurrentQueue<string> list, string text, bool matters)
    {
        if (matters)
        {
            list.Enqueue(text);
        }
    }
}
