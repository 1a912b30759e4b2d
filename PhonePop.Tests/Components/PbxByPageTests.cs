using System.Globalization;
using AwesomeAssertions;
using Bunit;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using PhonePop.Ami.Calls;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Components.Setup;
using PhonePop.Server.Components.Shared;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Configuration;
using PhonePop.Server.Doctor;
using PhonePop.Server.Live;
using PhonePop.Server.Pbx;
using PhonePop.Server.Security;

namespace PhonePop.Tests.Components;

/// <summary>PBXs as an administrator keeps them, over a real settings file.</summary>
public sealed class PbxByPageTests
{
    private static readonly Actor Boss = new("1", "Boss", null);
    private readonly FakeDoctor _doctor = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Supervisor_sees_PBXs_and_changes_none()
    {
        await using var context = new PageContext(Roles.Supervisor);
        context.Publish(PbxState.Connected);

        var page = context.Page<PbxesPage>();

        page.FindAll("[data-testid=pbx]").Should().ContainSingle();
        page.FindAll("[data-testid=add-pbx], [data-testid=edit-pbx], [data-testid=pbx-origin]").Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_asked_of_a_PBX_and_what_it_gave_is_shown()
    {
        await using var context = new PageContext(Roles.Supervisor);
        context.Get<PbxBoard>().Publish(new PbxStatus
        {
            Name = "main", State = PbxState.Connected, Since = DateTimeOffset.UnixEpoch, Traffic = new PbxTraffic(1000, 250, 1),
            Terms = new PbxTerms { ManagerVersion = "11.0.0", EventMask = "system,call,agent", IsMaskTaken = true, Filters = PbxFilters.NotAllowed, AllowedActions = ["CoreShowChannels"] },
        });

        var terms = context.Page<PbxesPage>().Find("[data-testid=pbx-terms]").TextContent;

        terms.Should().Contain("only system,call,agent: granted").And.Contain("no write = system").And.Contain("750 used").And.Contain("CoreShowChannels");
    }

    [Fact]
    public async Task Certificates_and_filters_are_in_the_form_and_kept()
    {
        await using var context = Administrator();
        var page = context.Page<PbxesPage>();
        await page.PressAsync("[data-testid=add-pbx]");
        await page.FillAsync("[name=host]", "10.0.0.5");
        await page.FillAsync("[name=secret]", "hush-hush");
        await page.Find("[name=tls]").ChangeAsync(new() { Value = true });
        await page.FillAsync("[name=authority]", "/no/such/authority.pem");
        await page.Find("[name=filterEvents]").ChangeAsync(new() { Value = true });

        await page.Find("[data-testid=pbx-form] form").SubmitAsync();
        page.FindAll("[data-testid=mistake]").Select(m => m.TextContent).Should().Equal("There is no such file on this server, or PhonePop may not read it.");
        var authority = typeof(PbxByPageTests).Assembly.Location; // any file that is there
        await page.FillAsync("[name=authority]", authority);
        await page.Find("[data-testid=pbx-form] form").SubmitAsync();

        context.Get<PbxDesk>().All.Should().ContainSingle().Which.Should().Match<PbxOptions>(p => p.Tls && p.Port == 5039 && p.TlsAuthority == authority && p.FilterEvents);
    }

    [Fact]
    public async Task New_PBX_shows_its_mistakes_by_field_and_is_there_once_they_are_right()
    {
        await using var context = Administrator();
        var page = context.Page<PbxesPage>();
        await page.PressAsync("[data-testid=add-pbx]");

        await page.FillAsync("[name=host]", "10.0.0.5:5038");
        await page.Find("[data-testid=pbx-form] form").SubmitAsync();

        page.FindAll("[data-testid=mistake]").Select(m => m.TextContent).Should().BeEquivalentTo("A host name or an address is needed, without a port.", "The secret of that section is needed.");
        page.Find("[name=host]").GetAttribute("aria-invalid").Should().Be("true");
        await page.FillAsync("[name=host]", "10.0.0.5");
        await page.FillAsync("[name=secret]", "hush-hush");
        await page.Find("[data-testid=pbx-form] form").SubmitAsync();
        page.FindAll("[data-testid=pbx-form]").Should().BeEmpty();
        context.Get<PbxDesk>().All.Should().ContainSingle().Which.Should().Match<PbxOptions>(p => p.Name == "main" && p.Host == "10.0.0.5" && p.Secret == "hush-hush");
    }

    [Fact]
    public async Task Stored_secret_is_never_shown_is_kept_when_left_empty_and_asked_for_again_before_it_goes_elsewhere()
    {
        await using var context = Administrator();
        await context.Get<PbxDesk>().AddAsync(new PbxOptions { Name = "main", Host = "10.0.0.5", Username = "phonepop", Secret = "hush-hush" }, Boss, Stop);
        context.Publish(PbxState.Connected);
        var page = context.Page<PbxesPage>();
        await page.PressAsync("[data-testid=edit-pbx]");

        page.Find("[name=secret]").GetAttribute("placeholder").Should().Be("kept – type to replace");
        page.Markup.Should().NotContain("hush");
        await page.FillAsync("[name=pattern]", "^1\\d\\d$");
        await page.PressAsync("[data-testid=test-pbx]");
        _doctor.Tried.Should().Match<PbxOptions>(p => p.Secret == "hush-hush" && p.OperatorExtensions == "^1\\d\\d$");
        _doctor.End();

        await page.FillAsync("[name=host]", "192.0.2.1");
        await page.PressAsync("[data-testid=test-pbx]");
        await page.Find("[data-testid=pbx-form] form").SubmitAsync();
        page.Find("[data-testid=mistake]").TextContent.Should().StartWith("Type the secret again");
        _doctor.Tried!.Host.Should().Be("10.0.0.5");
        context.Get<PbxDesk>().All[0].Host.Should().Be("10.0.0.5");
    }

    [Fact]
    public async Task Removing_a_PBX_says_what_it_costs_first()
    {
        await using var context = Administrator();
        await context.Get<PbxDesk>().AddAsync(new PbxOptions { Name = "main", Host = "10.0.0.5", Username = "phonepop", Secret = "hush-hush" }, Boss, Stop);
        await AnnaAsync(context);
        context.Publish(PbxState.Connected);
        var page = context.Page<PbxesPage>();

        await page.PressAsync("[data-testid=remove-pbx]");
        await page.WaitForElementAsync("[data-testid=really]");
        page.Find("[data-testid=really]").TextContent.Should().Contain("History stays. 1 user has a phone there");
        await page.PressAsync("[data-testid=really-yes]");

        page.WaitForAssertion(() => context.Get<PbxDesk>().All.Should().BeEmpty());
    }

    [Fact]
    public async Task Test_says_what_the_doctor_found()
    {
        await using var context = Administrator();
        var page = context.Page<PbxesPage>();
        await page.PressAsync("[data-testid=add-pbx]");
        await page.PressAsync("[data-testid=test-pbx]");
        page.Find("[data-testid=connection-test]").TextContent.Should().Contain("Looking at the PBX");

        _doctor.Tell(new Check(CheckId.Address, CheckState.Failed, t => "10.0.0.5 does not answer."));
        _doctor.End();

        page.WaitForAssertion(() => page.Find("[data-testid=connection-test] .pp-missed").TextContent.Should().Contain("10.0.0.5 does not answer."));
    }

    [Fact]
    public async Task Wizard_begins_with_the_numbers_and_goes_on_at_the_check_where_there_is_a_PBX()
    {
        await using var context = Administrator();
        var page = context.Page<SetupPage>();
        page.Find("[data-testid=setup-page]").GetAttribute("data-step").Should().Be("0");
        page.Find("li[aria-current=step]").TextContent.Should().Contain("Numbers");

        await context.Get<PbxDesk>().AddAsync(new PbxOptions { Name = "main", Host = "10.0.0.5", Username = "phonepop", Secret = "hush-hush" }, Boss, Stop);

        context.Page<SetupPage>().Find("[data-testid=setup-page]").GetAttribute("data-step").Should().Be("2");
    }

    [Fact]
    public async Task Last_step_names_whom_to_call_and_follows_the_first_call()
    {
        await using var context = Administrator();
        await AnnaAsync(context);
        var page = context.Page<FirstCallStep>();
        page.Find("h2").TextContent.Should().Be("Call 101 now");
        page.FindAll("[data-testid=waiting]").Should().ContainSingle();

        context.Publish(context.Call("1", CallPhase.Ringing));

        page.WaitForAssertion(() => page.Find("[data-testid=first-call]").GetAttribute("data-phase").Should().Be("Ringing"));
        context.Publish(context.Call("2", CallPhase.Ringing));
        context.Publish(context.Call("1", CallPhase.Talking));
        page.WaitForAssertion(() => page.Find("[data-testid=first-call]").GetAttribute("data-phase").Should().Be("Talking"));
        page.FindAll("[data-testid=it-works]").Should().ContainSingle();
    }

    [Fact]
    public void Countries_have_names_in_both_languages()
    {
        Countries.In(Texts.English).Should().Contain(("RU", "Russia (+7)")).And.Contain(("DE", "Germany (+49)"));
        Countries.In(new Texts(CultureInfo.GetCultureInfo("ru"))).Should().Contain(("RU", "Россия (+7)")).And.Contain(("DE", "Германия (+49)"));
    }

    private static async Task AnnaAsync(PageContext context)
    {
        await context.Get<RoleManager<IdentityRole>>().CreateAsync(new IdentityRole(Roles.Operator));
        await context.Get<AccountDesk>().CreateAsync(new AccountEdit("anna", "Anna", Roles.Operator, "101", "main"), Boss);
    }

    private PageContext Administrator() => new(Roles.Administrator, extension: null, more: s => s.AddSingleton<IDoctor>(_doctor));
}
