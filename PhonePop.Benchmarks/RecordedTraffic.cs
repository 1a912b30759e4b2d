using PhonePop.Ami.Protocol;

namespace PhonePop.Benchmarks;

/// <summary>The events of the recordings of one Asterisk version, one after another, without banners.</summary>
static class RecordedTraffic
{
    public static byte[] Load(string version)
    {
        using var traffic = new MemoryStream();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder(), version), "*.ami").Order(StringComparer.Ordinal))
        {
            foreach (var message in Split(File.ReadAllBytes(file)))
            {
                if (message.AsSpan().StartsWith("Event: "u8))
                {
                    traffic.Write(message);
                }
            }
        }

        return traffic.ToArray();
    }

    /// <summary>One recording as it is, without its banner.</summary>
    public static byte[] LoadOne(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder(), name + ".ami"));
        return bytes[(Array.IndexOf(bytes, (byte)'\n') + 1)..];
    }

    public static IEnumerable<byte[]> Split(byte[] bytes)
    {
        var reader = new AmiMessageReader(1024 * 1024);
        for (var start = 0; reader.TryRead(bytes.AsSpan(start), out var length); start += length)
        {
            yield return bytes[start..(start + length)];
        }
    }

    // Found from wherever the program was started inside the project.
    static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var transcripts = Path.Combine(folder.FullName, "PhonePop.Tests", "Transcripts");
            if (Directory.Exists(transcripts) && File.Exists(Path.Combine(folder.FullName, "PhonePop.sln")))
            {
                return transcripts;
            }
        }

        throw new DirectoryNotFoundException("PhonePop.Tests/Transcripts is not above this program.");
    }
}
