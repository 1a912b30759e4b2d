using AwesomeAssertions;
using PhonePop.Server.Customers.Import;

namespace PhonePop.Tests.Server.Customers;

public sealed class CsvFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phonepop-csv-");

    [Fact]
    public async Task A_list_that_is_being_imported_stands_in_no_folder_where_a_killed_server_would_leave_it()
    {
        await using var file = await CsvFile.TakeAsync(new MemoryStream("name;phone\nAda;+79161234567\n"u8.ToArray()), "list.csv", _folder.FullName, TestContext.Current.CancellationToken);

        _folder.GetFiles().Should().BeEmpty();
        (await file.FirstAsync(2, TestContext.Current.CancellationToken)).Should().BeEquivalentTo(new[] { new[] { "name", "phone" }, ["Ada", "+79161234567"] }, o => o.WithStrictOrdering());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
