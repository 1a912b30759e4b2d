using System.Text;
using PhonePop.Ami.Protocol;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Pbx;

namespace PhonePop.Server.Doctor;

/// <summary>Reads the first line. Who says none is asked something that a web server and a SIP server both answer, each in its own way.</summary>
internal sealed class BannerCheck(PbxOptions pbx, DoctorTimes times, TimeProvider clock)
{
    private static readonly byte[] Probe = Encoding.ASCII.GetBytes(
        "OPTIONS sip:doctor@localhost SIP/2.0\r\nVia: SIP/2.0/TCP localhost;branch=z9hG4bKdoctor\r\nMax-Forwards: 1\r\nFrom: <sip:doctor@localhost>;tag=1\r\n" +
        "To: <sip:doctor@localhost>\r\nCall-ID: doctor\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n");

    private string Address => $"{pbx.Host}:{pbx.Port}";

    public async Task<Check> RunAsync(Stream stream, CancellationToken cancellationToken)
    {
        var received = new byte[AmiBanner.MaxBytes + 1];
        var count = 0;
        try
        {
            while (count < received.Length)
            {
                var read = await ReadAsync(stream, received.AsMemory(count), times.Banner, cancellationToken);
                if (read == 0)
                {
                    return count == 0 ? Fail(t => t.DoctorClosed(Address), t => t.DoctorClosedAdvice) : Foreign(received.AsSpan(0, count));
                }

                count += read;
                if (AmiBanner.TryRead(received.AsSpan(0, count), out _, out var version))
                {
                    return new Check(CheckId.Banner, CheckState.Ok, t => t.DoctorBanner(version.ToString()));
                }
            }

            return Foreign(received);
        }
        catch (TimeoutException)
        {
            return await AskAsync(stream, cancellationToken);
        }
        catch (AmiProtocolException)
        {
            return Foreign(received.AsSpan(0, count));
        }
        catch (IOException)
        {
            return Fail(t => t.DoctorClosed(Address), t => t.DoctorClosedAdvice);
        }
    }

    private async Task<Check> AskAsync(Stream stream, CancellationToken cancellationToken)
    {
        var answer = new byte[64];
        try
        {
            await stream.WriteAsync(Probe, cancellationToken);
            var read = await ReadAsync(stream, answer, times.Answer, cancellationToken);
            return read == 0 ? Silent() : Foreign(answer.AsSpan(0, read));
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            return Silent();
        }
    }

    private async ValueTask<int> ReadAsync(Stream stream, Memory<byte> buffer, TimeSpan time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(time, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await stream.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    private Check Silent() => Fail(t => t.DoctorSilent(Address), t => t.DoctorSilentAdvice(pbx.Port));

    private Check Foreign(ReadOnlySpan<byte> said)
    {
        if (said.StartsWith("HTTP/"u8) || said.StartsWith("<"u8))
        {
            return Fail(t => t.DoctorIsWeb(Address), t => t.DoctorPortAdvice);
        }

        if (said.StartsWith("SIP/"u8))
        {
            return Fail(t => t.DoctorIsSip(Address), t => t.DoctorPortAdvice);
        }

        if (said is [0x15 or 0x16, ..])
        {
            return Fail(t => t.DoctorIsTls(Address), t => t.DoctorIsTlsAdvice);
        }

        var first = Printable(said);
        return Fail(t => t.DoctorIsForeign(Address, first), t => t.DoctorPortAdvice);
    }

    private static string Printable(ReadOnlySpan<byte> said)
    {
        var text = new StringBuilder();
        foreach (var b in said[..Math.Min(said.Length, 60)])
        {
            if (b is (byte)'\r' or (byte)'\n')
            {
                break;
            }

            text.Append(b is >= 0x20 and < 0x7f ? (char)b : '.');
        }

        return text.ToString();
    }

    private static Check Fail(Func<Texts, string> found, Func<Texts, string> advice) => new(CheckId.Banner, CheckState.Failed, found, advice);
}
