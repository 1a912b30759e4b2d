using AwesomeAssertions;
using Bunit;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Presence;
using PhonePop.Server.Live;
using PhonePop.Server.Presence;
using PhonePop.Server.Security;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Components;

public sealed class PresenceComponentsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Colleagues_are_those_of_the_own_PBX_without_oneself_and_supervisors_see_all()
    {
        await using var anna = await OfficeAsync(new PageContext());
        await using var boss = await OfficeAsync(new PageContext(Roles.Supervisor, extension: null));

        Extensions(anna.Page<ColleagueList>()).Should().Equal("102");
        Extensions(boss.Page<ColleagueList>()).Should().Equal("101", "102", "201");

        static IEnumerable<string?> Extensions(IRenderedComponent<ColleagueList> list) => list.FindAll("li[data-extension]").Select(l => l.GetAttribute("data-extension"));
    }

    [Fact]
    public async Task The_list_on_every_page_is_drawn_when_somebody_looks_at_it()
    {
        await using var context = await OfficeAsync(new PageContext());
        var button = context.Page<ColleaguesButton>();
        button.FindAll("li").Should().BeEmpty();

        await button.Find("[data-testid=colleagues-button]").ClickAsync();

        button.WaitForAssertion(() => button.FindAll("li[data-extension]").Should().ContainSingle());
    }

    [Fact]
    public async Task A_colleagues_state_is_an_icon_and_a_word_and_follows_at_once()
    {
        await using var context = await OfficeAsync(new PageContext(language: "ru"));
        var list = context.Page<ColleagueList>();
        list.Find("li[data-extension] .pp-state").TextContent.Trim().Should().Be("на месте");

        await context.Get<PresenceBoard>().ChooseAsync("main", "102", PresenceState.Away, Stop);

        list.WaitForAssertion(() => list.Find("li[data-extension] .pp-state").TextContent.Trim().Should().Be("нет на месте"));
        list.Find("li .pp-state svg").Should().NotBeNull();
        list.Find("li[data-extension]").TextContent.Should().Contain("12:00");
    }

    [Fact]
    public async Task The_own_state_is_set_in_the_menu_and_a_call_shows_over_it()
    {
        await using var context = await OfficeAsync(new PageContext());
        var menu = context.Page<OwnPresence>();
        menu.Find("[data-testid=presence-Available]").GetAttribute("aria-pressed").Should().Be("true");

        await menu.Find("[data-testid=presence-Away]").ClickAsync();
        menu.WaitForAssertion(() => menu.Find("[data-testid=presence-Away]").GetAttribute("aria-pressed").Should().Be("true"));

        context.Publish(context.Call("1", CallPhase.Talking));
        await Until.TrueAsync(() => context.Get<PresenceBoard>().Find("main", "101")!.State == PresenceState.OnCall);
        context.Page<OwnPresence>(p => p.Add(o => o.AsMark, true)).Find("[data-testid=presence-mark]").GetAttribute("data-state").Should().Be("OnCall");
        context.Page<OwnPresence>().Find("legend").TextContent.Should().Contain("on a call");
    }

    [Fact]
    public async Task Who_has_left_the_directory_and_the_hub_is_no_colleague_any_more()
    {
        await using var context = await OfficeAsync(new PageContext());
        context.Get<HubPresence>().Leave("102");
        await context.Get<OperatorDirectory>().ReloadAsync(Stop);

        context.Page<ColleagueList>().Find("[data-testid=no-colleagues]").TextContent.Should().Contain("Nobody else");
    }

    [Fact]
    public async Task Who_has_no_phone_has_no_state()
    {
        await using var context = new PageContext(Roles.Administrator, extension: null);
        context.Page<OwnPresence>().Markup.Trim().Should().BeEmpty();
    }

    [Fact]
    public async Task A_page_that_is_loaded_again_is_no_absence_and_a_closed_one_is_after_a_while()
    {
        await using var context = await OfficeAsync(new PageContext());
        var board = context.Get<PresenceBoard>();
        var hub = context.Get<HubPresence>();

        hub.Leave("102");
        hub.Join("102 again", Audience.Operator("main", "102"));
        board.Find("main", "102")!.State.Should().Be(PresenceState.Available);
        hub.Leave("102 again");
        board.Find("main", "102")!.State.Should().Be(PresenceState.Available);
        await Until.TrueAsync(() =>
        {
            context.Clock.Advance(PresenceBoard.Grace);
            return board.Find("main", "102")!.State == PresenceState.Offline;
        });
    }

    private static async Task<PageContext> OfficeAsync(PageContext context)
    {
        await context.Get<PresenceBoard>().StartAsync(Stop);
        foreach (var (pbx, extension) in new[] { ("main", "101"), ("main", "102"), ("branch", "201") })
        {
            context.Get<HubPresence>().Join(extension, Audience.Operator(pbx, extension));
        }

        return context;
    }
}
