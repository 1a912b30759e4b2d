using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Connection;

/// <summary>The file with the authority to trust is of no use. The message names it and says what to do.</summary>
public sealed class AmiTrustException(string message, Exception? inner = null) : AmiException(message, inner);

/// <summary>Which certificate of a PBX is accepted.</summary>
public static class AmiTls
{
    /// <summary>As the options say: one from the system's authorities, from an own one, or the one that is pinned. The file is read each time, so that it may be replaced.</summary>
    /// <exception cref="AmiTrustException"><see cref="AmiOptions.TlsAuthorityFile"/> cannot be read, or holds no certificate.</exception>
    public static SslClientAuthenticationOptions Accepted(AmiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var accepted = new SslClientAuthenticationOptions { TargetHost = options.Host };
        if (options.TlsAuthorityFile is { } file)
        {
            accepted.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            accepted.CertificateChainPolicy.CustomTrustStore.AddRange(Read(file));
        }

        if (options.TlsThumbprint is { } pinned)
        {
            var expected = Convert.FromHexString(pinned.Replace(":", "", StringComparison.Ordinal));
            accepted.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null && SHA256.HashData(certificate.GetRawCertData()).AsSpan().SequenceEqual(expected);
        }

        return accepted;
    }

    static X509Certificate2Collection Read(string file)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new AmiTrustException($"PhonePop may not read {file}, which TlsAuthority names: let the account that it runs as read that file and open its folders.", e);
        }
        catch (Exception e) when (e is IOException or CryptographicException)
        {
            throw new AmiTrustException($"{file}, which TlsAuthority names, cannot be read: {e.Message}", e);
        }

        return authorities.Count > 0 ? authorities : throw new AmiTrustException($"{file}, which TlsAuthority names, holds no certificate: PEM is needed, with a line -----BEGIN CERTIFICATE-----.");
    }
}
