using System.Text.Json.Nodes;
using AwesomeAssertions;
using Bunit;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Personal;

namespace PhonePop.Tests.Components;

public sealed class SettingsPageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_administrators_defaults_apply_and_nothing_can_be_put_back_before_something_is_changed()
    {
        await using var context = new PageContext();

        var page = context.Page<SettingsPage>();

        page.Find("[data-testid=setting-pop] input[checked]").GetAttribute("value").Should().Be("ringing");
        page.Find("[data-testid=setting-shortcuts] input").HasAttribute("checked").Should().BeTrue();
        page.FindAll("[data-testid^=default-]").Should().BeEmpty();
        page.FindAll("section.pp-panel").Should().HaveCount(5);
    }

    [Fact]
    public async Task A_change_is_saved_at_once_said_and_goes_back_to_the_default_alone()
    {
        await using var context = new PageContext();
        var page = context.Page<SettingsPage>();

        await page.Find("[data-testid=setting-pop] input[value=answered]").ChangeAsync(new() { Value = "answered" });
        await page.Find("[data-testid=setting-sound] input").ChangeAsync(new() { Value = true });
        await page.Find("[data-testid=setting-volume] input").ChangeAsync(new() { Value = "80" });
        await page.Find("[data-testid=setting-quietFrom] input").ChangeAsync(new() { Value = "21:30" });

        page.Find("[data-testid=settings-saved]").TextContent.Should().Contain("Saved");
        (await SettingsAsync(context)).Should().Match<PersonalSettingsDto>(s => s.Pop == PopWhen.Answered && s.Sound && s.Volume == 80 && s.QuietFrom == "21:30");
        page.Find("[data-phonepop-test-sound]").GetAttribute("data-phonepop-test-sound").Should().Be("80");

        await page.Find("[data-testid=default-volume]").ClickAsync();
        var after = await SettingsAsync(context);
        after.Volume.Should().Be(50);
        after.Chosen.Should().BeEquivalentTo("pop", "sound", "quietFrom");
    }

    [Fact]
    public async Task An_emptied_time_changes_nothing()
    {
        await using var context = new PageContext();
        var page = context.Page<SettingsPage>();

        await page.Find("[data-testid=setting-quietTo] input").ChangeAsync(new() { Value = "" });

        (await SettingsAsync(context)).QuietTo.Should().Be("08:00");
        page.Find("[data-testid=settings-saved]").TextContent.Should().NotContain("Saved");
    }

    [Fact]
    public async Task What_is_changed_in_another_browser_shows_here_at_once_and_what_others_change_does_not()
    {
        await using var context = new PageContext(language: "ru");
        var page = context.Page<SettingsPage>();
        var store = context.Get<PersonalSettingsStore>();

        await store.ChangeAsync("somebody else", new JsonObject { ["outsideOnly"] = true }, Stop);
        await store.ChangeAsync("", new JsonObject { ["queueOnly"] = true }, Stop);

        page.WaitForAssertion(() => page.Find("[data-testid=setting-queueOnly] input").HasAttribute("checked").Should().BeTrue());
        page.Find("[data-testid=setting-outsideOnly] input").HasAttribute("checked").Should().BeFalse();
        page.Find("[data-testid=default-queueOnly]").GetAttribute("aria-label").Should().Be("Только звонки из очереди: вернуть по умолчанию");
    }

    // The signed-in viewer of these tests has a name and a seat, and no id.
    private static async Task<PersonalSettingsDto> SettingsAsync(PageContext context) => await context.Get<PersonalSettingsStore>().FindAsync("", Stop);
}
