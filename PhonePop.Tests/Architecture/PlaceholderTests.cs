namespace PhonePop.Tests.Architecture;

public sealed class PlaceholderTests
{
    [Fact]
    public void The_recordings_are_here() => Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Transcripts"), "*.ami", SearchOption.AllDirectories));
}
