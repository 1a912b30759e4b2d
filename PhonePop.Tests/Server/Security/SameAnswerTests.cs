using System.Net;
using AwesomeAssertions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PhonePop.Server.Data;
using PhonePop.Server.Security;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Security;

/// <summary>Who is refused learns nothing of whether there is such a user: the same answer, and the same work behind it.</summary>
public sealed class SameAnswerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unknown_name_wrong_password_and_locked_account_are_refused_alike_also_with_the_right_password()
    {
        var hasher = new CountingHasher();
        await using var server = new LiveServer().WithUser(0, "anna", "correct horse", "Operator", "101").WithUser(1, "boss", "correct horse", "Administrator")
            .With(s => s.AddSingleton<IPasswordHasher<AppUser>>(hasher)).Started();
        var answers = new Dictionary<string, (HttpStatusCode Status, string? Location, string Page, int Hashes)>();

        foreach (var (who, name, password) in new[] { ("wrong", "anna", "wrong"), ("unknown", "nobody", "wrong") })
        {
            answers[who] = await TryAsync(server, hasher, name, password);
        }

        for (var i = 0; i < 6; i++)
        {
            answers[$"wrong {i}"] = await TryAsync(server, hasher, "anna", "wrong");
            answers[$"unknown {i}"] = await TryAsync(server, hasher, "nobody", "wrong");
        }

        await server.Get<AccountDesk>().CreateAsync(new AccountEdit("olga", null, Roles.Operator, "102", null), new Actor("boss", "Boss", null));
        answers["invited"] = await TryAsync(server, hasher, "olga", "wrong");
        answers["locked"] = await TryAsync(server, hasher, "anna", "correct horse");
        var anna = (await server.Get<AccountDesk>().ListAsync(Stop)).Single(a => a.UserName == "anna");
        await server.Get<AccountDesk>().LockAsync(anna.Id, true, new Actor("boss", "Boss", null));
        answers["locked for good"] = await TryAsync(server, hasher, "anna", "correct horse");

        answers.Values.Distinct().Should().ContainSingle("{0}", string.Join("; ", answers.Select(a => $"{a.Key}: {a.Value.Status} {a.Value.Location} {a.Value.Hashes}")));
        answers["locked"].Hashes.Should().Be(1);
        answers["locked"].Page.Should().Contain("locked for five minutes").And.Contain("administrator");
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("nobody")]
    public async Task A_refusal_is_held_back_until_it_tells_nothing_of_the_work_behind_it(string name)
    {
        var clock = new FakeTimeProvider(Some.Time);
        await using var server = new LiveServer().WithUser(0, "anna", "correct horse", "Operator", "101").With(s => s.AddSingleton<TimeProvider>(clock)).Started();
        using var browser = new BrowserClient(server);

        var refusal = browser.SignInAsync(name, "wrong");
        while ((await server.Get<AuditLog>().SearchAsync(AuditActions.SignInRefused, null, 0, 1, Stop)).Total == 0)
        {
            await Until.NextLookAsync();
        }

        // All is done, and other answers go out meanwhile.
        using var empty = await browser.SignInAsync(name, "");
        refusal.IsCompleted.Should().BeFalse();
        await clock.AdvanceUntilAsync(refusal);
        (await refusal).Headers.Location!.OriginalString.Should().Be(empty.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData(0, 500)]
    [InlineData(90, 410)]
    [InlineData(499, 1)]
    [InlineData(500, 500)]
    [InlineData(1730, 270)]
    public void All_refusals_leave_at_the_same_steps_after_they_came(int taken, int waits) =>
        AccountEndpoints.UntilRefusal(TimeSpan.FromMilliseconds(taken)).Should().Be(TimeSpan.FromMilliseconds(waits));

    private static async Task<(HttpStatusCode, string?, string, int)> TryAsync(LiveServer server, CountingHasher hasher, string name, string password)
    {
        using var browser = new BrowserClient(server);
        var before = hasher.Count;
        using var answer = await browser.SignInAsync(name, password);
        var location = answer.Headers.Location?.OriginalString;
        var page = await browser.Http.GetStringAsync(location, Stop);
        var said = page[page.IndexOf("data-testid=\"sign-in-error\"", StringComparison.Ordinal)..];
        return (answer.StatusCode, location, said[..said.IndexOf("</p>", StringComparison.Ordinal)], hasher.Count - before);
    }

    private sealed class CountingHasher : PasswordHasher<AppUser>
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public override string HashPassword(AppUser user, string password)
        {
            Interlocked.Increment(ref _count);
            return base.HashPassword(user, password);
        }

        public override PasswordVerificationResult VerifyHashedPassword(AppUser user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref _count);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
