using System.Globalization;
using AwesomeAssertions;
using Microsoft.AspNetCore.SignalR.Client;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Doctor;
using PhonePop.Server.Live;
using PhonePop.Simulator.Pbx;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Doctor;

/// <summary>Inside the running server: one call through everything, to a real client of the hub.</summary>
public sealed class ServerDoctorTests
{
    [Theory]
    [InlineData(AsteriskRelease.Asterisk11)]
    [InlineData(AsteriskRelease.Asterisk13)]
    [InlineData(AsteriskRelease.Asterisk22)]
    public async Task One_call_turns_every_step_good_until_its_browser_says_that_it_showed_it(AsteriskRelease release)
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "s3cret-never-shown", Asterisk = release });
        await using var server = new LiveServer().Watching()
            .With("PhonePop:Pbxes:0:Port", pbx.Port.ToString(CultureInfo.InvariantCulture)).With("PhonePop:Pbxes:0:Secret", "s3cret-never-shown")
            .WithUser(0, "anna", "correct-horse", "Operator", "101").Started();
        await server.Get<CustomerStore>().CreateAsync(new CustomerEdit { Name = "Ada", Numbers = [new CustomerNumberEdit("8 (916) 123-45-67")] }, TestContext.Current.CancellationToken);
        await using var anna = await HubListener.ConnectAsync(server, LiveServer.Key101);
        await Until.TrueAsync(() => server.Get<PbxBoard>().Find("main")?.State == PbxState.Connected && server.Get<HubPresence>().Count("main", "101") == 1);
        var found = new Examined();

        await foreach (var check in server.Get<IDoctor>().ExamineAsync("main", TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken))
        {
            found[check.Id] = check;
            if (check is { Id: CheckId.Ringing, State: CheckState.Waiting })
            {
                pbx.Inbound("79161234567", "", "74951230101", "101");
                var call = await anna.NextAsync("CallChanged");
                await anna.Connection.InvokeAsync("Shown", call.GetProperty("id").GetString(), 43, TestContext.Current.CancellationToken);
            }
        }

        found.Values.Where(c => c.Id != CheckId.Account).Should().AllSatisfy(c => c.State.Should().Be(CheckState.Ok, Examined.Said(c)));
        found.Said(CheckId.Operator).Should().Contain("101 is anna");
        found.Said(CheckId.Customer).Should().Contain("+7916***4567").And.Contain("E.164");
        found.Said(CheckId.Pushed).Should().Contain("Sent to 1 browser of 101");
        found.Said(CheckId.Shown).Should().Contain("43 ms");
        found.SaidAltogether().Should().NotContain("s3cret-never-shown").And.NotContain("79161234567");
    }
}
