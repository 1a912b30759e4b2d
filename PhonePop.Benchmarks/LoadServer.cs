using System.Diagnostics;
using System.Globalization;

namespace PhonePop.Benchmarks;

/// <summary>The server as a process of its own, for the load runner.</summary>
static class LoadServer
{
    /// <summary>The first operator's; the others follow.</summary>
    public const int FirstExtension = 10_000;

    /// <summary>In place of a program: the least that tells a browser of a ring, to compare with.</summary>
    public const string Naive = "naive";

    /// <summary>The API key of supervisors' pages.</summary>
    public const string SupervisorKey = "key-of-a-loaded-supervisor";

    /// <summary>An operator's API key.</summary>
    public static string Key(int operatorNumber) => $"key-of-a-loaded-operator-{operatorNumber}";

    /// <summary>Starts it, watching the PBX at this port, with an API key for each operator and one for supervisors.</summary>
    /// <param name="folder">Where it works and keeps its database.</param>
    /// <param name="port">The PBX's.</param>
    /// <param name="operators">How many.</param>
    /// <param name="program">A published server; null: the one that was built with this program; <see cref="Naive" />: the other one.</param>
    /// <param name="listening">Its address, once it has one.</param>
    public static Process Start(string folder, int port, int operators, string? program, out Task<Uri> listening)
    {
        const string Listening = "Now listening on: ";
        string[] command = program switch
        {
            null => ["dotnet", typeof(PhonePop.Server.Security.Viewer).Assembly.Location],
            Naive => [Environment.ProcessPath!, "naive-server", $"{port}"],
            _ => [program],
        };
        var start = new ProcessStartInfo(command[0], [.. command[1..], "--urls", "http://127.0.0.1:0"]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
            ["PhonePop__Database__ConnectionString"] = $"Data Source={Path.Combine(folder, "phonepop.db")}",
            ["PhonePop__Pbxes__0__Name"] = "main",
            ["PhonePop__Pbxes__0__Host"] = "127.0.0.1",
            ["PhonePop__Pbxes__0__Port"] = port.ToString(CultureInfo.InvariantCulture),
            ["PhonePop__Pbxes__0__Username"] = "phonepop",
            ["PhonePop__Pbxes__0__Secret"] = "secret",
        };
        for (var i = 0; i < operators; i++)
        {
            settings[$"PhonePop__ApiKeys__{i}__Name"] = $"operator {i}";
            settings[$"PhonePop__ApiKeys__{i}__Key"] = Key(i);
            settings[$"PhonePop__ApiKeys__{i}__Role"] = "Operator";
            settings[$"PhonePop__ApiKeys__{i}__Extension"] = (FirstExtension + i).ToString(CultureInfo.InvariantCulture);
        }

        settings[$"PhonePop__ApiKeys__{operators}__Name"] = "supervisors";
        settings[$"PhonePop__ApiKeys__{operators}__Key"] = SupervisorKey;
        settings[$"PhonePop__ApiKeys__{operators}__Role"] = "Supervisor";
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) =>
        {
            if (e.Data?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                address.TrySetResult(new Uri(e.Data[(at + Listening.Length)..].Trim()));
            }
            else if (e.Data is null || e.Data.Contains("fail:", StringComparison.Ordinal))
            {
                Console.WriteLine(e.Data);
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        listening = address.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return process;
    }
}
