using AwesomeAssertions;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PhonePop.Server.Components.Layout;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Doctor;
using PhonePop.Server.Security;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Components;

public sealed class DoctorPageTests
{
    private readonly FakeDoctor _doctor = new("main");

    [Fact]
    public async Task Checks_turn_good_one_after_the_other_and_the_end_says_that_calls_pop()
    {
        await using var context = Context();
        var page = context.Page<DoctorPage>();
        page.FindAll("[data-testid^=check-]").Should().BeEmpty("nothing is looked at before somebody asks");

        await page.PressAsync("[data-testid=doctor-start]");
        page.Find("[data-testid=check-Address]").GetAttribute("data-state").Should().Be("Waiting");
        _doctor.Tell(new Check(CheckId.Address, CheckState.Running));
        page.WaitForAssertion(() => page.Find("[data-testid=check-Address]").GetAttribute("data-state").Should().Be("Running"));
        foreach (var id in Enum.GetValues<CheckId>())
        {
            _doctor.Tell(new Check(id, CheckState.Ok, t => t.DoctorWorks("It", null)));
        }

        page.WaitForAssertion(() => page.FindAll("[data-state=Ok]").Should().HaveCount(Enum.GetValues<CheckId>().Length));
        page.FindAll("[data-testid=doctor-stop]").Should().HaveCount(1, "it goes on until its end");
        _doctor.End();

        page.WaitForAssertion(() => page.Find("[data-testid=doctor-result]").TextContent.Should().Contain("calls pop"));
        page.FindAll("[data-testid=doctor-start]").Should().HaveCount(1);
    }

    [Fact]
    public async Task The_failing_step_is_named_on_top_with_what_to_do_and_a_section_to_copy()
    {
        await using var context = Context();
        var page = context.Page<DoctorPage>();
        await page.PressAsync("[data-testid=doctor-start]");

        _doctor.Tell(new Check(CheckId.Login, CheckState.Failed, t => t.DoctorLoginRefused("phonepop", "Authentication failed."), t => t.DoctorLoginRefusedAdvice("phonepop")));
        _doctor.Tell(new Check(CheckId.Account, CheckState.Skipped, t => t.DoctorAccount) { Sample = "[phonepop]\nsecret = PUT-THE-SECRET-HERE" });
        _doctor.End();

        page.WaitForAssertion(() => page.FindAll("[data-testid=doctor-start]").Should().HaveCount(1));
        page.WaitForAssertion(() => page.Find("[data-testid=doctor-result]").TextContent.Should().Contain("This step fails: Login"));
        page.WaitForAssertion(() => page.Find("[data-testid=check-Login]").TextContent.Should().Contain("Authentication failed.").And.Contain("What to do").And.Contain("manager reload"));
        page.WaitForAssertion(() => page.Find("[data-testid=check-Account] details").HasAttribute("open").Should().BeTrue("the account is what is wrong"));
        page.Find("[data-testid=check-Account] pre").TextContent.Should().Contain("[phonepop]");
        page.Find("[data-testid=check-Shown]").GetAttribute("data-state").Should().Be("Skipped", "nothing waits after the end");
    }

    [Fact]
    public async Task Stopped_in_the_middle_it_closes_the_connection_and_can_be_started_again()
    {
        await using var context = Context();
        var page = context.Page<DoctorPage>();
        await page.PressAsync("[data-testid=doctor-start]");
        _doctor.Tell(new Check(CheckId.Ringing, CheckState.Waiting, t => t.DoctorCallNow));
        page.WaitForAssertion(() => page.Find("[data-testid=check-Ringing]").TextContent.Should().Contain("let it ring"));
        page.Find("[data-testid=doctor-result]").TextContent.Should().Contain("let it ring", "what to do now is said on top");

        await page.PressAsync("[data-testid=doctor-stop]");

        page.WaitForAssertion(() => page.Find("[data-testid=doctor-result]").TextContent.Should().Contain("Stopped."));
        _doctor.Cancelled.Should().BeTrue();
        page.Find("[data-testid=doctor-start]").TextContent.Should().Contain("Check again");
    }

    [Fact]
    public async Task Among_several_PBXs_one_is_chosen_and_the_address_may_name_it()
    {
        await using var context = new PageContext(Roles.Administrator, more: s => s.AddSingleton<IDoctor>(new FakeDoctor("main", "branch")));
        context.Navigation.NavigateTo("/doctor?pbx=branch");

        context.Page<DoctorPage>().Find("[data-testid=doctor-pbx]").GetAttribute("value").Should().Be("branch");
    }

    [Fact]
    public async Task Without_a_PBX_it_says_where_to_add_one()
    {
        await using var context = new PageContext(Roles.Administrator, more: s => s.AddSingleton<IDoctor>(new FakeDoctor()));

        context.Page<DoctorPage>().Find("[data-testid=empty]").TextContent.Should().Contain("PhonePop:Pbxes");
    }

    [Theory]
    [InlineData(Roles.Operator, 0)]
    [InlineData(Roles.Supervisor, 0)]
    [InlineData(Roles.Administrator, 1)]
    public async Task The_rail_leads_administrators_there(string role, int links)
    {
        await using var context = new PageContext(role);

        context.Page<Rail>().FindAll("a[href='/doctor']").Should().HaveCount(links);
    }

    [Fact]
    public async Task Everything_is_said_in_Russian_too()
    {
        await using var context = new PageContext(Roles.Administrator, language: "ru", more: s => s.AddSingleton<IDoctor>(_doctor));
        var page = context.Page<DoctorPage>();

        await page.PressAsync("[data-testid=doctor-start]");

        page.Find("[data-testid=check-Operator]").TextContent.Should().Contain("Оператор найден");
    }

    private PageContext Context() => new(Roles.Administrator, more: s => s.AddSingleton<IDoctor>(_doctor));
}
