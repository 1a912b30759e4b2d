using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace PhonePop.Simulator.Wire;

/// <summary>Bytes from a client to actions: lines, ended by \r\n or \n, an empty line ends the action.</summary>
internal static class ActionReader
{
    /// <summary>Asterisk takes at most 128 headers of 1 KB; nobody needs more than this in one line.</summary>
    private const int MaxLineBytes = 64 * 1024;

    public static async IAsyncEnumerable<ReceivedAction> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        var action = new ReceivedAction();
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var rest = read.Buffer;
            while (TryReadLine(ref rest, out var line))
            {
                if (line.Length > 0)
                {
                    action.AddLine(line);
                }
                else if (!action.IsEmpty)
                {
                    yield return action;
                    action = new ReceivedAction();
                }
            }

            if (read.IsCompleted || rest.Length > MaxLineBytes)
            {
                yield break;
            }

            input.AdvanceTo(rest.Start, rest.End);
        }
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> rest, out string line)
    {
        var reader = new SequenceReader<byte>(rest);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> bytes, (byte)'\n'))
        {
            line = "";
            return false;
        }

        rest = reader.UnreadSequence;
        line = Encoding.UTF8.GetString(bytes).TrimEnd('\r');
        return true;
    }
}
