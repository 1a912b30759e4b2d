using AwesomeAssertions;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.EndToEnd;

/// <summary>One call is one notification, whatever becomes known about the caller.</summary>
public sealed partial class PopTests
{
    [Fact]
    public async Task The_number_is_shown_at_once_and_the_name_takes_its_place_when_it_is_known()
    {
        await OpenAsync();
        string number = UniqueNumber(), name = Unique("Known");
        await _host.SayAsync(new PopCall("h:1") { Party = new("external", number), Did = "88001234567" });
        var first = await desktop.Notifications.ShownAsync(number, Cancellation);
        first.Body.Should().EndWith("\n\nline 88001234567", "alone it would be read as the caller's");

        await _host.SayAsync(new PopCall("h:1") { Party = new("external", number), Did = "88001234567", Customer = new(9, name), Version = 2 });
        var second = await desktop.Notifications.ShownAsync(name, Cancellation);
        second.Id.Should().Be(first.Id, "it is the same notification");
    }

    [Fact]
    public async Task A_number_that_several_customers_share_is_shown_with_how_many_and_with_nobodys_name()
    {
        await OpenAsync();
        var number = UniqueNumber();

        await _host.SayAsync(new PopCall("h:2") { Party = new("external", number), Customer = new(9, Unique("One of them"), "Vektor"), Matches = 10, Queue = "support" });

        (await desktop.Notifications.ShownAsync(number, Cancellation)).Body.Should().EndWith("\n\n10 customers · support");
    }

    // How it would go wrong can only be seen where the desktop answers late: a second notification, which nobody withdraws.
    [Fact]
    public async Task A_notification_is_replaced_when_the_desktop_has_had_time_to_number_it()
    {
        var page = await OpenAsync();

        var after = await page.EvaluateAsync<double[]>("""
            async () => {
              const { createNotices } = await import('/phonepop/notices.js');
              const shown = [], texts = { open: 'Open', dismiss: 'Dismiss' };
              const call = title => [{ id: 'rp:1', title, line: '', icon: '', url: '/', ringing: true }];
              return await new Promise(done => {
                const notices = createNotices({
                  showNotification: async title => { shown.push([title, performance.now()]); if (title === 'Ada') done([shown.length, shown[1][1] - shown[0][1]]); },
                  getNotifications: async () => [],
                }, 'anna');
                notices.sync(call('+7 916'), texts, () => notices.sync(call('Ada'), texts, () => { }));
              });
            }
            """);

        after[0].Should().Be(2);
        after[1].Should().BeGreaterThanOrEqualTo(400, "in milliseconds");
    }
}
