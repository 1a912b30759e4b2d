using System.Security.Cryptography;
using System.Text;

namespace PhonePop.Simulator.Wire;

/// <summary>The one account of a simulated server.</summary>
internal sealed record AmiAccount(string User, string Secret)
{
    /// <summary>Plain (Secret) or by challenge (AuthType MD5, Key = MD5 of challenge and secret).</summary>
    public bool Accepts(ReceivedAction login, string challenge)
    {
        if (login.Get("Username") != User)
        {
            return false;
        }

        if (!login.Get("AuthType").Equals("MD5", StringComparison.OrdinalIgnoreCase))
        {
            return login.Get("Secret") == Secret;
        }

        return challenge.Length > 0 && login.Get("Key").Equals(Md5(challenge + Secret), StringComparison.OrdinalIgnoreCase);
    }

    // What the protocol asks for; it guards a simulator on the loopback.
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "AMI's challenge is MD5")]
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
