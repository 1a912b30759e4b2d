using AwesomeAssertions;
using Bunit;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using PhonePop.Server.Components.Admin;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Doctor;
using PhonePop.Server.Pbx;
using PhonePop.Server.Security;

namespace PhonePop.Tests.Components;

/// <summary>The phones of an extension in the form of a user.</summary>
public sealed class DeviceFieldsTests
{
    private static readonly Actor Boss = new("boss", "Boss", null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_user_comes_with_the_phones_that_were_typed_and_a_mistake_makes_no_user()
    {
        await using var context = new PageContext(Roles.Administrator);
        await context.Get<RoleManager<IdentityRole>>().CreateAsync(new IdentityRole(Roles.Operator));
        var page = context.Page<AdminUsersPage>();
        await page.Find("[data-testid=new-user]").ClickAsync();
        await page.Find("[name=userName]").ChangeAsync(new() { Value = "olga" });
        page.Find("[name=devices]").HasAttribute("disabled").Should().BeTrue("whose phones they are is not known yet, but their place is: nothing moves when it is");
        await page.Find("[name=extension]").InputAsync(new() { Value = "102" });
        await page.Find("[name=devices]").ChangeAsync(new() { Value = "PJSIP/olga-desk\nPJSIP/reception, desk" });
        await page.Find("[data-testid=account-form] form").SubmitAsync();

        page.WaitForAssertion(() => page.FindAll("[data-testid=device-problem]").Select(p => p.TextContent).Should().Equal(
            "The configuration gives PJSIP/reception to 109. Change it there.", "desk is no device. It is written as PJSIP/101, without spaces."));
        (await context.Get<AccountDesk>().ListAsync(Stop)).Should().BeEmpty();

        await page.Find("[name=devices]").ChangeAsync(new() { Value = "PJSIP/olga-desk\nPJSIP/olga-soft" });
        await page.Find("[data-testid=account-form] form").SubmitAsync();

        page.WaitForElement("[data-testid=secret]");
        context.Get<SeatDevices>().Stored("main", "102").Should().Equal("PJSIP/olga-desk", "PJSIP/olga-soft");
    }

    [Fact]
    public async Task Phones_follow_the_extension_until_something_is_typed_and_those_of_the_configuration_are_said_to_be_fixed()
    {
        await using var context = new PageContext(Roles.Administrator);
        await context.Get<SeatDevices>().SetAsync("main", "102", ["PJSIP/olga-desk"], Boss);
        var draft = new SeatDraft { Extension = "102" };
        var fields = context.Bunit.Render<DeviceFields>(p => p.Add(f => f.Draft, draft));
        Typed(fields).Should().Be("PJSIP/olga-desk");

        draft.Extension = "109";
        fields.Render();
        Typed(fields).Should().BeNullOrEmpty();
        fields.Find("[data-testid=devices-fixed]").TextContent.Should().Contain("PJSIP/reception");

        await fields.Find("[name=devices]").ChangeAsync(new() { Value = "PJSIP/new" });
        draft.Extension = "110";
        fields.Render();
        Typed(fields).Should().Be("PJSIP/new");
    }

    [Fact]
    public async Task Phones_that_are_nobodys_are_asked_for_at_the_PBX_and_added_by_a_click()
    {
        var doctor = Substitute.For<IDoctor>();
        doctor.ExamineAsync("main", TimeSpan.Zero, Arg.Any<CancellationToken>()).Returns(Found());
        await using var context = new PageContext(Roles.Administrator, more: s => s.AddSingleton(doctor));
        var fields = context.Bunit.Render<DeviceFields>(p => p.Add(f => f.Draft, new SeatDraft { Extension = "102" }));

        await fields.Find("[data-testid=find-devices]").ClickAsync();
        fields.WaitForAssertion(() => fields.FindAll("[data-testid=add-device]").Select(b => b.TextContent).Should().Equal("PJSIP/102-soft", "PJSIP/trunk"));
        await fields.Find("[data-testid=add-device]").ClickAsync();

        Typed(fields).Should().Be("PJSIP/102-soft");
        fields.Find("[data-testid=add-device]").HasAttribute("disabled").Should().BeTrue();
    }

    private static string? Typed(IRenderedComponent<DeviceFields> fields) => fields.Find("[name=devices]").GetAttribute("value");

    private static async IAsyncEnumerable<Check> Found()
    {
        await Task.CompletedTask;
        yield return new Check(CheckId.Login, CheckState.Ok);
        yield return new Check(CheckId.Devices, CheckState.Ok) { Strangers = ["PJSIP/trunk", "PJSIP/102-soft"] };
    }
}
