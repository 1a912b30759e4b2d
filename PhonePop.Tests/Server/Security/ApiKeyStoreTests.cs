using System.Net;
using System.Text;
using AwesomeAssertions;
using Microsoft.EntityFrameworkCore;
using PhonePop.Server.Data;
using PhonePop.Server.Security;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Security;

public sealed class ApiKeyStoreTests
{
    private static readonly Actor Boss = new("boss", "Boss", null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Made_key_opens_beside_the_configured_ones_until_it_is_revoked_and_what_it_had_open_is_cut()
    {
        await using var server = new LiveServer().Started();
        var store = server.Get<ApiKeyStore>();
        var (key, _) = await store.CreateAsync(new ApiKeyEdit("script", Roles.Operator, "101", null), Boss, Stop);
        using var client = server.Client(key);
        server.Pbx.CallChanged(Some.Call("101"));
        server.Pbx.CallChanged(Some.Call("102", id: "main:2.1:102"));

        (await client.GetStringAsync("/api/v1/calls", Stop)).Should().Contain("\"extension\":\"101\"").And.NotContain("\"extension\":\"102\"");
        (await client.GetAsync("/api/v1/conversations", Stop)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await server.Client(LiveServer.Key101).GetAsync("/api/v1/calls", Stop)).StatusCode.Should().Be(HttpStatusCode.OK);
        await store.NoteUseAsync(Stop);
        (await store.ListAsync(Stop)).Single().LastUsedAt.Should().NotBeNull();

        using var stream = await client.GetAsync("/api/v1/calls/stream", HttpCompletionOption.ResponseHeadersRead, Stop);
        await store.RevokeAsync((await store.ListAsync(Stop)).Single().Id, Boss, Stop);

        (await client.GetAsync("/api/v1/calls", Stop)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        await FluentActions.Awaiting(async () =>
        {
            await using var body = await stream.Content.ReadAsStreamAsync(Stop);
            var buffer = new byte[4096];
            while (await body.ReadAsync(buffer, Stop) > 0)
            {
            }
        }).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task Database_and_audit_log_hold_the_hash_and_not_the_key_and_the_name_must_be_free()
    {
        await using var server = new LiveServer().Started();
        var store = server.Get<ApiKeyStore>();
        var (key, _) = await store.CreateAsync(new ApiKeyEdit("script", Roles.Supervisor, null, null), Boss, Stop);

        await using var db = await server.Get<IDbContextFactory<PhonePopDbContext>>().CreateDbContextAsync(Stop);
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", Stop);
        await using var file = new FileStream(Path.Combine(server.DataFolder, "phonepop.db"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.Latin1);
        (await reader.ReadToEndAsync(Stop)).Should().Contain("script").And.NotContain(key!);
        foreach (var (name, mistake) in new[] { ("SCRIPT", AccountMistake.NameTaken), ("wallboard", AccountMistake.NameTaken), ("", AccountMistake.NameNeeded) })
        {
            (await store.CreateAsync(new ApiKeyEdit(name, Roles.Supervisor, null, null), Boss, Stop)).Mistakes.Should().Equal(("name", mistake));
        }
    }
}
