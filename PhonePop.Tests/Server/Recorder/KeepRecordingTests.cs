using System.Diagnostics;
using AwesomeAssertions;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Recorder;

/// <summary>The command that makes a saved recording a test, in a folder of its own.</summary>
public sealed class KeepRecordingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phonepop-keep-");

    public KeepRecordingTests() => File.Copy(Repository.PathOf("keep-recording.sh"), Path.Combine(_folder.FullName, "keep-recording.sh"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_recording_goes_where_tests_find_it_and_never_over_another_one()
    {
        var saved = Path.Combine(_folder.FullName, "main-20261124T204512345Z");
        await File.WriteAllTextAsync(saved + ".ami", "Asterisk Call Manager/11.0.0\r\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(saved + ".json", "{\n \"scrambled\": false\n}", TestContext.Current.CancellationToken);

        var (code, said) = await RunAsync(saved + ".ami", "wrong-person");

        code.Should().Be(0, said);
        said.Should().Contain("real numbers and names");
        Directory.GetFiles(Path.Combine(_folder.FullName, "PhonePop.Tests", "Transcripts", "recorded")).Select(Path.GetFileName).Should().BeEquivalentTo("wrong-person.ami", "wrong-person.json");
        (await RunAsync(saved + ".ami", "wrong-person")).Said.Should().Contain("kept already");
    }

    [Theory]
    [InlineData("missing.ami")]
    [InlineData("keep-recording.sh")]
    [InlineData("keep-recording.sh", "../name")]
    public async Task What_is_no_recording_is_refused(params string[] arguments)
    {
        arguments[0] = Path.Combine(_folder.FullName, arguments[0]);

        var (code, said) = await RunAsync(arguments);

        code.Should().Be(1);
        said.Should().StartWith("keep-recording.sh: ");
    }

    private async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(_folder.FullName, "keep-recording.sh"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error + await said);
    }
}
