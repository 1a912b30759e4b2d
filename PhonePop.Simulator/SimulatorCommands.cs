using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PhonePop.Simulator.Office;
using PhonePop.Simulator.Pbx;
using PhonePop.Simulator.Replay;
using PhonePop.Simulator.Soak;

namespace PhonePop.Simulator;

/// <summary>The command line of the simulator. Exit codes: 0 ended well or by Ctrl-C, 1 could not start, or a soak found a mismatch, 2 wrong usage.</summary>
internal sealed class SimulatorCommands(TextWriter output, TextWriter error, ILogger logger)
{
    private const string Help = """
        A PBX that is not there: an AMI server on 127.0.0.1 for demos, tests and developers.

          replay FILE [--port N] [--speed X|max] [--from-start-on-login]
              plays a recording (.ami or .ami.gz, with its .json) to whoever logs in
                --port N                 the port to listen on; without it any free one
                --speed X                X times as fast as recorded, for example 1, 2 or 0.5; max: as fast as the client reads
                --from-start-on-login    each login hears it from the start; without it all hear the same play

          office [--operators N] [--calls-per-minute N] [--asterisk 11|13|22] [--seed N] [--port N]
              an office of N operators (2 to 500, default 6) where N calls a minute (default 6) come by themselves
                --asterisk N             which Asterisk it speaks like; default 22
                --seed N                 another seed, other calls; default 1

          soak [--minutes N] [--seed N] [--asterisk 11|13|22] [--faults on|off]
              lets random offices run against PhonePop's own client as fast as they can, in turn with each Asterisk and every fault,
              and compares after each step; default 1 minute. Exits with 1 when anything that was shown was not true
          soak --case "asterisk=22 seed=1 | Inbound 1, Answer" [--received FILE]
              one case, as a soak or a test printed it, told step by step; FILE gets what the client received
        """;

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        try
        {
            return args switch
            {
                ["replay", var file, .. var rest] when !file.StartsWith('-') => await ReplayAsync(file, Arguments.Parse(rest), cancellationToken).ConfigureAwait(false),
                ["replay", ..] => throw new UsageException("replay needs a file."),
                ["office", .. var rest] => await OfficeAsync(Arguments.Parse(rest), cancellationToken).ConfigureAwait(false),
                ["soak", .. var rest] => await SoakAsync(Arguments.Parse(rest), cancellationToken).ConfigureAwait(false),
                ["help" or "--help" or "-h"] => Print(output, Help, 0),
                [] => Print(error, Help, 2),
                _ => Print(error, $"Not understood: {string.Join(' ', args)}\n\n{Help}", 2),
            };
        }
        catch (UsageException e)
        {
            return Print(error, $"{e.Message}\n\n{Help}", 2);
        }
        catch (FormatException e)
        {
            return Print(error, e.Message, 2);
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidDataException or UnauthorizedAccessException)
        {
            return Print(error, e.Message, 1);
        }
    }

    private async Task<int> ReplayAsync(string file, Arguments arguments, CancellationToken cancellationToken)
    {
        var speed = arguments.Take("--speed") ?? "1";
        var options = new ReplayOptions
        {
            Port = arguments.TakeNumber("--port", 0, 0, 65535),
            FromStartOnLogin = arguments.TakeFlag("--from-start-on-login"),
            Pace = speed == "max" ? ReplayPace.Fast : ReplayPace.Recorded,
            Speed = speed == "max" ? 1 : Arguments.Positive("--speed", speed),
            Secret = NewSecret(),
        };
        arguments.End();
        var replay = await ReplayServer.StartAsync(file, options, logger: logger, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (replay.ConfigureAwait(false))
        {
            Announce(replay.Port, options.User, options.Secret);
            output.WriteLine($"Playing {replay.Recording.Name} (Asterisk {replay.Recording.AsteriskVersion}) from the first login on. Ctrl-C ends.");
            return await UntilStoppedAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> OfficeAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var operators = SampleOffice.Operators(arguments.TakeNumber("--operators", 6, 2, 500));
        var perMinute = Arguments.Positive("--calls-per-minute", arguments.Take("--calls-per-minute") ?? "6");
        var seed = arguments.TakeNumber("--seed", 1, 1, 1_000_000_000);
        var asterisk = arguments.TakeOneOf("--asterisk", "22", "13", "11");
        var options = new EmulatedPbxOptions
        {
            Port = arguments.TakeNumber("--port", 0, 0, 65535),
            Asterisk = OfficePlan.Releases[asterisk],
            Secret = NewSecret(),
            Operators = operators,
            Seed = seed,
            Queues = new Dictionary<string, IReadOnlyList<string>> { ["support"] = [.. operators.Take(3).Select(o => o.Extension)] },
        };
        arguments.End();
        var pbx = EmulatedPbx.Start(options, logger: logger);
        await using (pbx.ConfigureAwait(false))
        {
            Announce(pbx.Port, options.User, options.Secret);
            output.WriteLine($"Asterisk {asterisk}, {operators.Count} operators, {perMinute.ToString(CultureInfo.InvariantCulture)} calls a minute. Ctrl-C ends.");
            await new LivingOffice(pbx, operators, perMinute, seed, output, TimeProvider.System).RunAsync(cancellationToken).ConfigureAwait(false);
            return 0;
        }
    }

    private async Task<int> SoakAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var soak = new SoakCommand(output, TimeProvider.System);
        if (arguments.Take("--case") is { } text)
        {
            var file = arguments.Take("--received");
            arguments.End();
            var received = file is null ? null : File.Create(file);
            await using ((received ?? Stream.Null).ConfigureAwait(false))
            {
                return await soak.RunAsync(OfficeCase.Parse(text), logger, received, cancellationToken).ConfigureAwait(false);
            }
        }

        var options = new SoakOptions
        {
            Length = TimeSpan.FromMinutes(Arguments.Positive("--minutes", arguments.Take("--minutes") ?? "1")),
            Seed = arguments.TakeNumber("--seed", 1, 1, 1_000_000_000),
            Asterisks = arguments.TakeOneOf("--asterisk", ["all", .. OfficePlan.Releases.Keys]) is var asterisk and not "all" ? [asterisk] : [.. OfficePlan.Releases.Keys],
            Faults = arguments.TakeOneOf("--faults", "on", "off") == "on",
        };
        arguments.End();
        return await soak.RunAsync(options, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> UntilStoppedAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(stopped.SetResult).ConfigureAwait(false))
        {
            await stopped.Task.ConfigureAwait(false);
        }

        return 0;
    }

    private void Announce(int port, string user, string secret) =>
        output.WriteLine($"AMI server at 127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}, user {user}, secret {secret}");

    private static int Print(TextWriter to, string text, int exitCode)
    {
        to.WriteLine(text);
        return exitCode;
    }

    private static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}
