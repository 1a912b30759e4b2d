using System.Text;
using AwesomeAssertions;
using Microsoft.EntityFrameworkCore;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Security;
using PhonePop.Server.Work;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Customers;

public sealed class CustomerEraserTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_an_erased_customer_nothing_can_be_read_from_the_file_and_that_there_was_a_call_stays()
    {
        await using var server = new LiveServer().Started();
        var store = server.Get<CustomerStore>();
        var customer = await store.CreateAsync(new CustomerEdit { Name = "Ada-Erased", Company = "Erased-Ltd", Numbers = [new("+79161234567")] }, Stop);
        var other = await store.CreateAsync(new CustomerEdit { Name = "Somebody Else", Numbers = [new("+79160000001")] }, Stop);
        await server.Get<CustomerJournal>().AddNoteAsync(customer.Id, "erased-note-on-the-card", "Anna", Stop);
        using var client = server.Client(LiveServer.SupervisorKey);
        server.Pbx.CallChanged(Some.Call("101", "79161234567", "main:1.1:101").Answered().Final());
        server.Pbx.CallChanged(Some.Call("101", "79160000001", "main:1.2:101").Answered().Final());
        await Until.AnswerAsync(client, "/api/v1/calls/history", a => a.GetProperty("total").GetInt32() == 2);
        await server.Get<CallWorkStore>().SaveAsync(new Viewer("a", "Anna", Roles.Operator, "main", "101"), "main:1.1:101", new CallWorkEdit("erased-note-of-the-call", "Solved"), Stop);

        (await server.Get<CustomerEraser>().EraseAsync(customer.Id, Stop)).Should().BeTrue();

        (await server.Get<CustomerEraser>().EraseAsync(customer.Id, Stop)).Should().BeFalse("they are gone");
        await using var db = await server.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        var calls = await db.Calls.OrderBy(c => c.Id).ToListAsync(Stop);
        calls.Select(c => (c.Number, c.PartyKind, c.CustomerId, c.Extension, c.Outcome)).Should().Equal(
            ("", PartyKind.Anonymous, null, "101", CallOutcome.Answered), ("79160000001", PartyKind.External, other.Id, "101", CallOutcome.Answered));
        (await db.CallWork.SingleAsync(Stop)).Should().Match<CallWork>(w => w.Note == null && w.Outcome == "Solved");
        (await store.GetAsync(other.Id, Stop)).Should().NotBeNull();
        var file = await FileAsync(Path.Combine(server.DataFolder, "phonepop.db")) + await FileAsync(Path.Combine(server.DataFolder, "phonepop.db-wal"));
        file.Should().Contain("Somebody Else").And.NotContain("Ada-Erased").And.NotContain("Erased-Ltd").And.NotContain("erased-note").And.NotContain("9161234567");
    }

    private static async Task<string> FileAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return await reader.ReadToEndAsync(Stop);
    }
}
