using System.Runtime.CompilerServices;
using System.Text;

namespace PhonePop.Server.Customers.Import;

/// <summary>How the letters of a file are written.</summary>
public enum CsvEncoding
{
    /// <summary>UTF-8, with or without its mark.</summary>
    Utf8,

    /// <summary>What Excel writes on a Russian Windows.</summary>
    Windows1251,

    /// <summary>UTF-16 with its mark: "Unicode text".</summary>
    Utf16,
}

/// <summary>A CSV file that somebody sent, kept in a temporary file until it is disposed. Encoding and delimiter are guessed and may be set otherwise.</summary>
public sealed class CsvFile : IAsyncDisposable
{
    /// <summary>The largest file that is taken, in bytes: a million customers and more.</summary>
    public const int LargestFile = 200 * 1024 * 1024;

    private readonly FileStream _content;

    private CsvFile(FileStream content, string name) => (_content, Name) = (content, name);

    /// <summary>As the sender called it.</summary>
    public string Name { get; }

    /// <summary>How its letters are written.</summary>
    public CsvEncoding Encoding { get; set; }

    /// <summary>What stands between fields: a comma, a semicolon or a tab.</summary>
    public char Delimiter { get; set; }

    /// <summary>Its bytes.</summary>
    public long Length => _content.Length;

    /// <summary>How much of it was read, 0 to 1.</summary>
    public double Read => _content.Length == 0 ? 1 : (double)_content.Position / _content.Length;

    /// <summary>Takes the whole content.</summary>
    /// <exception cref="InvalidDataException">It has more than <see cref="LargestFile"/> bytes.</exception>
    public static Task<CsvFile> TakeAsync(Stream content, string name, CancellationToken cancellationToken) => TakeAsync(content, name, Path.GetTempPath(), cancellationToken);

    internal static async Task<CsvFile> TakeAsync(Stream content, string name, string folder, CancellationToken cancellationToken)
    {
        var file = new CsvFile(OpenNameless(folder), name);
        try
        {
            var buffer = new byte[64 * 1024];
            while (await content.ReadAsync(buffer, cancellationToken) is var read and > 0)
            {
                if (file._content.Length + read > LargestFile)
                {
                    throw new InvalidDataException($"A file may have {LargestFile / 1024 / 1024} MB.");
                }

                await file._content.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            await file._content.FlushAsync(cancellationToken);
            file.Encoding = await file.GuessEncodingAsync(cancellationToken);
            file.Delimiter = await file.GuessDelimiterAsync(cancellationToken);
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    // It is a list of customers: nobody else on the machine reads it, and a server that is killed leaves nothing of it behind.
    private static FileStream OpenNameless(string folder)
    {
        var path = Path.Combine(folder, $"phonepop-import-{Guid.NewGuid():n}.csv");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 64 * 1024, Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, options);
        }

        options.Options &= ~FileOptions.DeleteOnClose;
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(path, options);
        File.Delete(path);
        return stream;
    }

    /// <summary>The first records, the header among them.</summary>
    public async Task<IReadOnlyList<string[]>> FirstAsync(int count, CancellationToken cancellationToken)
    {
        var rows = new List<string[]>();
        await foreach (var (_, fields) in RecordsAsync(cancellationToken))
        {
            rows.Add(fields ?? []);
            if (rows.Count == count)
            {
                break;
            }
        }

        return rows;
    }

    /// <summary>All records from the beginning; see <see cref="CsvRecords"/>. One reader at a time.</summary>
    public async IAsyncEnumerable<(int Line, string[]? Fields)> RecordsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = Reader();
        await foreach (var record in CsvRecords.ReadAsync(reader, Delimiter, cancellationToken))
        {
            yield return record;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _content.DisposeAsync();

    private StreamReader Reader()
    {
        _content.Position = 0;
        var encoding = Encoding switch
        {
            CsvEncoding.Windows1251 => CodePagesEncodingProvider.Instance.GetEncoding(1251)!,
            CsvEncoding.Utf16 => System.Text.Encoding.Unicode,
            _ => System.Text.Encoding.UTF8,
        };
        return new StreamReader(_content, encoding, detectEncodingFromByteOrderMarks: Encoding != CsvEncoding.Windows1251, bufferSize: 64 * 1024, leaveOpen: true);
    }

    // What is valid UTF-8 is nothing else by chance: Russian text in Windows-1251 never is.
    private async Task<CsvEncoding> GuessEncodingAsync(CancellationToken cancellationToken)
    {
        _content.Position = 0;
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var (bytes, chars) = (new byte[64 * 1024], new char[64 * 1024 + 1]);
        try
        {
            for (var first = true; await _content.ReadAsync(bytes, cancellationToken) is var read and > 0; first = false)
            {
                if (first && read > 1 && (bytes[0], bytes[1]) is (0xFF, 0xFE) or (0xFE, 0xFF))
                {
                    return CsvEncoding.Utf16;
                }

                strict.GetChars(bytes, 0, read, chars, 0, flush: false);
            }

            strict.GetChars([], 0, 0, chars, 0, flush: true);
            return CsvEncoding.Utf8;
        }
        catch (DecoderFallbackException)
        {
            return CsvEncoding.Windows1251;
        }
    }

    private async Task<char> GuessDelimiterAsync(CancellationToken cancellationToken)
    {
        using var reader = Reader();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                return CsvRecords.DelimiterOf(line);
            }
        }

        return CsvRecords.Delimiters[0];
    }
}
