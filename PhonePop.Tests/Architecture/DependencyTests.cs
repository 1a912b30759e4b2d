using System.Text.RegularExpressions;
using System.Xml.Linq;
using AwesomeAssertions;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Architecture;

/// <summary>Data flows one way. A line against the arrows of docs/architecture.md fails here.</summary>
public sealed partial class DependencyTests
{
    // Folder → the folders that its files may use. A file may always use its own folder and those above it.
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["Ami"] = ["Ami.Protocol", "Ami.Connection", "Ami.Channels", "Ami.Calls", "Ami.Queues"],
        ["Ami.Recorder"] = ["Ami.Protocol", "Ami.Connection", "Ami.Channels", "Ami.Calls"],
        ["Ami.Protocol"] = [],
        ["Ami.Connection"] = ["Ami.Protocol"],
        ["Ami.Channels"] = [],
        ["Ami.Dialects"] = ["Ami.Protocol", "Ami.Channels"],
        ["Ami.Queues"] = ["Ami.Protocol", "Ami.Channels"],
        ["Ami.Calls"] = ["Ami.Protocol", "Ami.Channels", "Ami.Dialects", "Ami.Queues"],
        ["Simulator"] = ["Simulator.Wire", "Simulator.Pbx", "Simulator.Replay", "Simulator.Scenarios", "Simulator.Office", "Simulator.Soak"],
        ["Simulator.Wire"] = [],
        ["Simulator.Replay"] = ["Simulator.Wire"],
        ["Simulator.Pbx"] = ["Simulator.Wire", "Simulator.Pbx.Dialects"],
        ["Simulator.Pbx.Dialects"] = ["Simulator.Wire"],
        ["Simulator.Scenarios"] = ["Simulator.Pbx"],
        ["Simulator.Office"] = ["Simulator.Pbx"],
        ["Simulator.Soak"] = ["Simulator.Pbx", "Simulator.Office", "Ami", "Ami.Calls", "Ami.Connection"], // the client under test
        ["Server"] = ["Server.Api", "Server.Components", "Server.Configuration", "Server.Customers", "Server.Data", "Server.Doctor", "Server.Hubs", "Server.Live", "Server.Logging", "Server.Metrics", "Server.Pbx", "Server.Personal", "Server.Presence", "Server.Recorder", "Server.Security", "Server.Work"],
        ["Server.Data"] = ["Ami.Calls"],
        ["Server.Customers"] = ["Ami.Calls", "Server.Data", "Server.Customers.Import", "Server.Customers.Lookups"],
        ["Server.Customers.Import"] = ["Server.Data", "Server.Customers"],
        ["Server.Customers.Lookups"] = ["Server.Data", "Server.Customers"],
        ["Server.Live"] = ["Ami.Calls", "Ami.Queues", "Server.Data", "Server.Customers"],
        ["Server.Personal"] = ["Server.Data", "Server.Live"],
        ["Server.Presence"] = ["Ami.Calls", "Server.Data", "Server.Live", "Server.Security", "Server.Work"],
        ["Server.Security"] = ["Server.Customers", "Server.Data", "Server.Live", "Server.Personal"],
        ["Server.Work"] = ["Ami.Calls", "Server.Data", "Server.Customers", "Server.Live", "Server.Security"],
        ["Server.Recorder"] = ["Ami", "Ami.Recorder", "Server.Data", "Server.Live"],
        ["Server.Pbx"] = ["Ami", "Ami.Calls", "Ami.Connection", "Ami.Queues", "Server.Data", "Server.Recorder", "Simulator", "Simulator.Pbx", "Simulator.Scenarios", "Server.Customers", "Server.Live", "Server.Security"],
        ["Server.Hubs"] = ["Ami.Calls", "Server.Live", "Server.Customers", "Server.Personal", "Server.Security", "Server.Presence"],
        ["Server.Api"] = ["Ami.Calls", "Server.Components.Text", "Server.Live", "Server.Customers", "Server.Data", "Server.Security", "Server.Pbx", "Server.Recorder", "Server.Work", "Server.Customers.Import", "Server.Personal", "Server.Presence"],
        ["Server.Components"] = ["Ami.Calls", "Ami.Queues", "Server.Configuration", "Server.Live", "Server.Customers", "Server.Data", "Server.Security", "Server.Pbx", "Server.Doctor", "Server.Recorder", "Server.Work", "Server.Components", "Server.Customers.Import", "Server.Personal", "Server.Presence"],
        ["Server.Components.Text"] = ["Ami.Calls", "Ami.Queues", "Server.Configuration", "Server.Security", "Server.Customers", "Server.Data", "Server.Doctor", "Server.Live", "Server.Pbx", "Server.Customers.Import", "Server.Personal", "Server.Presence"], // words only: the doctor's page and its command line say the same ones
        ["Server.Doctor"] =
        [
            "Ami", "Ami.Calls", "Ami.Connection", "Ami.Protocol",
            "Server.Components.Text", "Server.Configuration", "Server.Customers", "Server.Data", "Server.Live", "Server.Pbx", "Server.Security",
        ],
        ["Server.Logging"] = [],
        ["Server.Metrics"] = ["Ami.Calls", "Server.Hubs", "Server.Live", "Server.Work"],
        ["Server.Configuration"] = ["Server.Logging", "Server.Customers", "Server.Data", "Server.Live", "Server.Pbx", "Server.Recorder", "Server.Security", "Server.Work", "Server.Customers.Lookups", "Server.Personal"],
    };

    private static readonly Dictionary<string, string[]> ProjectReferences = new(StringComparer.Ordinal)
    {
        ["PhonePop.Ami"] = [],
        ["PhonePop.Simulator"] = ["PhonePop.Ami"], // for Soak alone; its AMI writer is its own, so that a shared mistake cannot hide
        ["PhonePop.Server"] = ["PhonePop.Ami", "PhonePop.Simulator"],
    };

    [Fact]
    public void Every_using_follows_the_arrows()
    {
        var against = SourceFiles().SelectMany(file => Usings(file).Where(used => !IsAllowed(FolderOf(file), used)).Select(used => $"{file} uses {used}"));

        against.Should().BeEmpty();
    }

    [Fact]
    public void Projects_reference_only_what_stands_before_them()
    {
        foreach (var (project, allowed) in ProjectReferences)
        {
            var references = XDocument.Load(Path.Combine(Repository.Root, project, project + ".csproj")).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value));

            references.Should().BeEquivalentTo(allowed, "of {0}", project);
        }
    }

    [Fact]
    public void Components_see_no_database()
    {
        var seen = SourceFiles().Where(f => f.StartsWith("PhonePop.Server/Components/", StringComparison.Ordinal))
            .Where(f => Regex.IsMatch(File.ReadAllText(Path.Combine(Repository.Root, f)), "DbContext|EntityFrameworkCore|PhonePop\\.Ami\\.(Protocol|Connection)"));

        seen.Should().BeEmpty();
    }

    [Fact]
    public void Time_comes_from_the_clock_that_was_given()
    {
        var own = SourceFiles().Where(f => ClockCalls().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, f))));

        own.Should().BeEmpty();
    }

    private static bool IsAllowed(string folder, string used)
    {
        // The nearest folder that has a rule speaks for those below it.
        var rule = folder;
        while (!Arrows.ContainsKey(rule))
        {
            rule = rule[..rule.LastIndexOf('.')];
        }

        return used == folder || folder.StartsWith(used + ".", StringComparison.Ordinal) || Arrows[rule].Any(a => used == a || (rule == "Server.Components" && used.StartsWith(a + ".", StringComparison.Ordinal)));
    }

    private static string FolderOf(string file) => Path.GetDirectoryName(file)!.Replace('/', '.')["PhonePop.".Length..];

    private static IEnumerable<string> SourceFiles() => ProjectReferences.Keys
        .SelectMany(p => Directory.EnumerateFiles(Path.Combine(Repository.Root, p), "*.*", SearchOption.AllDirectories))
        .Select(f => Path.GetRelativePath(Repository.Root, f).Replace('\\', '/'))
        .Where(f => (f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
            && !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/Migrations/", StringComparison.Ordinal));

    private static IEnumerable<string> Usings(string file) =>
        UsingLine().Matches(File.ReadAllText(Path.Combine(Repository.Root, file))).Select(m => m.Groups[1].Value.TrimEnd('.'));

    [GeneratedRegex(@"^\s*@?using (?:static )?PhonePop\.([A-Za-z.]+)", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bThread\.Sleep\b|\bStopwatch\.StartNew\b")]
    private static partial Regex ClockCalls();
}
