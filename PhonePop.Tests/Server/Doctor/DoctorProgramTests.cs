using System.Diagnostics;
using System.Globalization;
using AwesomeAssertions;
using PhonePop.Simulator.Pbx;
using PhonePop.Simulator.Replay;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Doctor;

/// <summary>The program itself, as an administrator runs it.</summary>
public sealed class DoctorProgramTests
{
    private const string Secret = "s3cret-never-shown";

    [Fact]
    public async Task A_call_that_can_be_followed_ends_it_with_0()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = Secret });

        var (code, output) = await RunAsync(pbx.Port, ["--wait", "60"], (line, _) =>
        {
            if (line.Contains("let it ring", StringComparison.Ordinal))
            {
                pbx.Inbound("79161234567", "", "74951230101", "101");
            }
        });

        code.Should().Be(0, output);
        output.Should().Contain("[ok]   Seen ringing").And.Contain("101 is Anna").And.Contain("There is no database yet").And.Contain("http://127.0.0.1:5080/doctor");
        output.Should().NotContain(Secret).And.NotContain("79161234567").And.NotContain("✓", "a redirected output keeps to ASCII");
    }

    [Theory]
    [InlineData("11.15.1")]
    [InlineData("13.38.3")]
    [InlineData("22.10.1")]
    public async Task A_recorded_call_of_a_real_server_is_followed_on_every_version(string version)
    {
        await using var replay = ReplayServer.Start(
            await Recordings.LoadAsync($"{version}/01-inbound-answered", TestContext.Current.CancellationToken), new ReplayOptions { Secret = Secret, FromStartOnLogin = true, Pace = ReplayPace.Fast, HonourEventMask = true });

        var (code, output) = await RunAsync(replay.Port, ["--wait", "60"]);

        code.Should().Be(0, output);
        output.Should().Contain($"Asterisk {version}").And.Contain("[ok]   Seen ringing").And.Contain("101 is Anna").And.Contain("call: comes");
    }

    [Fact]
    public async Task A_step_that_fails_ends_it_with_1_and_is_named_last()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = "the PBX has another one" });

        var (code, output) = await RunAsync(pbx.Port, []);

        code.Should().Be(1);
        output.Should().Contain("[FAIL] Login").And.EndWith($"This step fails: Login{Environment.NewLine}");
        output.Should().NotContain(Secret);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_cleanly()
    {
        await using var pbx = EmulatedPbx.Start(new() { Secret = Secret });

        var (code, output) = await RunAsync(pbx.Port, [], (line, process) =>
        {
            if (line.Contains("let it ring", StringComparison.Ordinal))
            {
                using var interrupt = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
                interrupt.WaitForExit();
            }
        });

        code.Should().Be(130, output);
        output.Should().EndWith($"Stopped.{Environment.NewLine}");
    }

    [Fact]
    public async Task An_unknown_PBX_is_wrong_usage_and_none_at_all_says_what_to_configure()
    {
        var (code, output) = await RunAsync(5038, ["--pbx", "elsewhere"]);
        var (codeOfNone, outputOfNone) = await RunAsync(null, []);

        code.Should().Be(2);
        output.Should().Contain("Configured: main");
        codeOfNone.Should().Be(1);
        outputOfNone.Should().Contain("PhonePop__Pbxes__0__Host");
    }

    private static async Task<(int Code, string Output)> RunAsync(int? port, string[] arguments, Action<string, Process>? onLine = null)
    {
        var folder = Directory.CreateTempSubdirectory("phonepop-doctor-");
        // A program that runs in the background of a shell ignores Ctrl-C, and so would its children.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Repository.PathOf("PhonePop.Server", "bin", Repository.Configuration, "net10.0", "PhonePop.Server.dll"), "doctor", .. arguments])
        {
            WorkingDirectory = folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:5080";
        start.Environment["LANG"] = start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["PhonePop__Database__ConnectionString"] = $"Data Source={Path.Combine(folder.FullName, "phonepop.db")}";
        if (port is not null)
        {
            start.Environment["PhonePop__Pbxes__0__Name"] = "main";
            start.Environment["PhonePop__Pbxes__0__Host"] = "127.0.0.1";
            start.Environment["PhonePop__Pbxes__0__Port"] = port.Value.ToString(CultureInfo.InvariantCulture);
            start.Environment["PhonePop__Pbxes__0__Username"] = "phonepop";
            start.Environment["PhonePop__Pbxes__0__Secret"] = Secret;
            start.Environment["PhonePop__Users__0__UserName"] = "Anna";
            start.Environment["PhonePop__Users__0__Password"] = "correct-horse";
            start.Environment["PhonePop__Users__0__Role"] = "Operator";
            start.Environment["PhonePop__Users__0__Extension"] = "101";
        }

        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(4));
        try
        {
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var output = new StringWriter();
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                output.WriteLine(line);
                onLine?.Invoke(line, process);
            }

            await process.WaitForExitAsync(patience.Token);
            (await errors).Should().BeEmpty();
            File.Exists(Path.Combine(folder.FullName, "phonepop.db")).Should().BeFalse("the doctor looks and makes nothing");
            return (process.ExitCode, output.ToString());
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            folder.Delete(recursive: true);
        }
    }
}
