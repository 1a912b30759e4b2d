using AwesomeAssertions;
using Bunit;
using Microsoft.AspNetCore.Components;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Calls;
using PhonePop.Server.Components.Layout;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Pbx;
using PhonePop.Server.Security;

namespace PhonePop.Tests.Components;

public sealed class FrameTests
{
    [Fact]
    public async Task The_rail_shows_supervisors_more_than_operators()
    {
        await using var anna = new PageContext();
        await using var boss = new PageContext(Roles.Supervisor);
        await using var withoutPhone = new PageContext(Roles.Supervisor, extension: null);

        Links(anna).Should().Equal("/", "/customers", "/missed", "/history", "/settings");
        Links(boss).Should().Equal("/", "/customers", "/missed", "/history", "/live", "/pbxes", "/settings");
        Links(withoutPhone).Should().Equal("/live", "/customers", "/missed", "/history", "/pbxes", "/settings");

        static IEnumerable<string?> Links(PageContext context) => context.Page<Rail>().FindAll(".pp-rail-link").Select(a => a.GetAttribute("href"));
    }

    [Fact]
    public async Task The_layout_has_the_region_and_the_bell_that_the_pops_fill()
    {
        await using var context = new PageContext();

        var layout = context.Page<MainLayout>(p => p.Add(l => l.Body, "<h1>Page</h1>"));

        layout.Find("#phonepop-pops").GetAttribute("role").Should().Be("region");
        layout.Find("#phonepop-bell").GetAttribute("data-state").Should().Be("default");
        layout.Find("main h1").TextContent.Should().Be("Page");
        layout.Find("[data-interactive]").GetAttribute("data-interactive").Should().Be("1");
    }

    [Fact]
    public async Task A_page_that_fails_leaves_the_frame_standing_and_says_what_to_do()
    {
        await using var context = new PageContext();

        var layout = context.Page<MainLayout>(p => p.Add(l => l.Body, builder =>
        {
            builder.OpenComponent<Failing>(0);
            builder.CloseComponent();
        }));

        layout.Find("main").TextContent.Should().Contain("This page stopped working").And.Contain("Open again");
        layout.FindAll("nav, #phonepop-pops").Should().HaveCount(2);
    }

    [Theory]
    [InlineData(PbxState.Connected, "connected")]
    [InlineData(PbxState.Reconnecting, "reconnecting")]
    [InlineData(PbxState.Refused, "refused us")]
    public async Task The_pill_names_the_PBX_and_how_it_stands(PbxState state, string word)
    {
        await using var context = new PageContext();
        context.Publish(state);

        context.Page<PbxPill>().Find("[data-testid=pbx-pill]").TextContent.Should().Contain("main").And.Contain(word);
    }

    [Fact]
    public async Task The_pill_follows_the_PBX_while_the_page_is_open()
    {
        await using var context = new PageContext();
        context.Publish(PbxState.Connected);
        var pill = context.Page<PbxPill>();

        context.Publish(PbxState.Reconnecting);

        pill.WaitForAssertion(() => pill.Find("[data-testid=pbx-pill]").GetAttribute("data-state").Should().Be("Reconnecting"));
    }

    [Fact]
    public async Task Every_state_of_the_notifications_is_explained_and_only_one_asks_for_a_click()
    {
        await using var context = new PageContext();

        var banner = context.Page<NotificationBanner>();

        banner.FindAll("[data-for]").Select(s => s.GetAttribute("data-for")).Should().Equal("default", "denied", "unsupported", "insecure");
        banner.FindAll("[data-for] p").Select(p => p.TextContent).Should().OnlyContain(text => text.Length > 40);
        banner.Find("[data-phonepop-enable]").TextContent.Should().Be("Turn on call notifications");
    }

    [Fact]
    public async Task A_search_leads_to_the_list_of_customers()
    {
        await using var context = new PageContext();
        var bar = context.Page<TopBar>();

        await bar.Find("#pp-search").ChangeAsync("  Ivan & Co ");
        await bar.Find("form[role=search]").SubmitAsync();

        context.Navigation.Uri.Should().EndWith("/customers?q=Ivan%20%26%20Co");
    }

    [Fact]
    public async Task The_sign_in_form_posts_what_the_endpoint_reads()
    {
        await using var context = new PageContext();
        context.Navigation.NavigateTo("/account/sign-in?error=invalid&returnUrl=%2Flive");

        var page = context.Page<SignIn>();

        var form = page.Find("[data-testid=sign-in-form]");
        form.GetAttribute("action").Should().Be("/account/sign-in");
        form.QuerySelectorAll("input").Select(i => i.GetAttribute("name")).Should().Contain(["userName", "password", "rememberMe", "returnUrl"]);
        form.QuerySelector("[name=returnUrl]")!.GetAttribute("value").Should().Be("/live");
        page.Find("[data-testid=sign-in-error]").TextContent.Should().Contain("do not match");
        page.FindAll("[data-testid=demo-users]").Should().BeEmpty();
    }

    [Fact]
    public async Task Only_the_demo_lists_users_with_their_passwords()
    {
        await using var context = new PageContext();
        context.Desk.Enabled.Returns(true);
        context.Desk.Users.Returns([new DemoUser("operator101", "pass-101", Roles.Operator, "101", "Anna")]);

        var user = context.Page<SignIn>().Find("[data-testid=demo-users] button");

        user.GetAttribute("data-fill-user").Should().Be("operator101");
        user.TextContent.Should().Contain("pass-101").And.Contain("extension 101");
    }

    [Fact]
    public async Task The_demo_drawer_lets_calls_come_to_the_viewers_extension()
    {
        await using var context = new PageContext();
        context.Desk.Enabled.Returns(true);
        var drawer = context.Page<DemoDrawer>();

        foreach (var id in new[] { "customer", "unknown", "withheld", "second", "blind", "attended", "queue", "gives-up", "answer", "hangup" })
        {
            await drawer.Find($"[data-testid=demo-{id}]").ClickAsync();
        }

        context.Desk.ReceivedCalls().Where(c => c.GetMethodInfo().Name.EndsWith("Async", StringComparison.Ordinal)).Select(c => c.GetArguments()[0]).Should().HaveCount(10).And.AllBeEquivalentTo("101");
    }

    [Fact]
    public async Task Without_the_demo_there_is_no_drawer()
    {
        await using var context = new PageContext();

        context.Page<DemoDrawer>().Markup.Should().BeEmpty();
    }

    [Fact]
    public async Task A_demo_button_that_cannot_do_its_thing_says_so_and_nothing_breaks()
    {
        await using var context = new PageContext();
        context.Desk.Enabled.Returns(true);
        context.Desk.AnswerAsync(Arg.Any<string>(), Arg.Any<CancellationToken>()).ThrowsAsync(new InvalidOperationException());
        var drawer = context.Page<DemoDrawer>();

        await drawer.Find("[data-testid=demo-answer]").ClickAsync();

        context.Get<MudBlazor.ISnackbar>().ShownSnackbars.Should().ContainSingle().Which.Message.Should().Contain("Is a call there?");
    }

    private sealed class Failing : ComponentBase
    {
        protected override void OnInitialized() => throw new InvalidOperationException("broken on purpose");
    }
}
