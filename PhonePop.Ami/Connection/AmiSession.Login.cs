using System.Security.Cryptography;
using System.Text;
using PhonePop.Ami.Protocol;

namespace PhonePop.Ami.Connection;

public sealed partial class AmiSession
{
    // What it costs when an account may not use an action. The rights are those of manager.conf.
    static readonly (string Action, string Cost)[] Wanted =
    [
        ("CoreShowChannels", "The account may not list channels (add write = reporting): calls that began before PhonePop connected are missing, and errors are not corrected."),
        ("CoreSettings", "The account may not read the settings (add write = reporting): the version of Asterisk is unknown."),
    ];

    // What an administrator wants to know of the account: what PhonePop uses, and what it could use.
    static readonly string[] OfInterest = ["CoreShowChannels", "CoreSettings", "BridgeList", "QueueStatus", "ParkedCalls", "Filter", "Originate", "Redirect", "Hangup"];

    static readonly TimeSpan ChallengeTimeout = TimeSpan.FromSeconds(3);

    static async Task<Stream> DialAsync(IAmiDialer dialer, AmiOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.ConnectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await dialer.DialAsync(options, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{options.Address} could not be reached within {options.ConnectTimeout.TotalSeconds:0.#} s.");
        }
    }

    async Task LoginAsync(CancellationToken cancellationToken)
    {
        try
        {
            Version = await _banner.Task.WaitAsync(_options.BannerTimeout, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new AmiProtocolException(
                $"{_options.Address} accepted the connection but said nothing for {_options.BannerTimeout.TotalSeconds:0.#} s: a web server, a TLS port, or a firewall, not an Asterisk manager interface.");
        }

        var challenge = await ChallengeAsync(cancellationToken).ConfigureAwait(false);
        var login = challenge is { Success: true } && challenge.Find("Challenge") is { Length: > 0 } text
            ? new AmiAction("Login", new("AuthType", "MD5"), new("Username", _options.Username), new("Key", Md5(text + _options.Secret)))
            : new AmiAction("Login", new("Username", _options.Username), new("Secret", _options.Secret));
        var answer = await SendAsync(login, cancellationToken).ConfigureAwait(false);
        if (!answer.Success)
        {
            throw new AmiLoginException(answer.Message.Length > 0 ? answer.Message.TrimEnd('.') + "." : "Login refused.");
        }

        _loggedIn = true;
        Learned = LearnAsync();
    }

    // Null when no answer comes: a proxy that knows the plain login only may stay silent.
    async Task<AmiRecord?> ChallengeAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ChallengeTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await SendAsync(new AmiAction("Challenge", new AmiField("AuthType", "MD5")), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    // AMI knows no better hash. The secret itself would be the alternative.
    static string Md5(string text) => Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, Encoding.UTF8.GetBytes(text)));

    // Runs beside the caller's first list: nothing here may delay it, and a refusal costs a feature, never the connection.
    async Task LearnAsync()
    {
        var limitations = new List<string>();
        if (_options.EventMask is { } mask && await TryAsync(AmiAction.Events(mask)).ConfigureAwait(false) is not { Success: true })
        {
            limitations.Add("The PBX did not accept the event mask: it sends about three times as much as PhonePop needs.");
        }
        else
        {
            IsMaskTaken = _options.EventMask is not null;
        }

        if (await TryAsync(AmiAction.CoreSettings).ConfigureAwait(false) is { Success: true } settings && settings.Find("AsteriskVersion") is { Length: > 0 } version)
        {
            AsteriskVersion = version;
            AmiConnectionLog.AsteriskVersion(_logger, _options.Address, version);
        }

        if (await TryAsync(AmiAction.ListCommands).ConfigureAwait(false) is { Success: true } commands)
        {
            AllowedActions = [.. OfInterest.Where(a => commands.Find(a) is not null)];
            _mayFilter = AllowedActions.Contains("Filter");
            limitations.AddRange(Wanted.Where(w => commands.Find(w.Action) is null).Select(w => w.Cost));
        }
        else
        {
            limitations.Add("The PBX does not tell what the account may do: missing rights show only when they are needed.");
        }

        if (_reason is not null)
        {
            return; // what was not answered any more was not refused
        }

        foreach (var limitation in limitations)
        {
            AmiConnectionLog.Limited(_logger, _options.Address, limitation);
        }

        Limitations = limitations;
    }

    async Task<AmiRecord?> TryAsync(AmiAction action, CancellationToken cancellationToken = default)
    {
        try
        {
            return await SendAsync(action, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            return null; // no answer in time, or the session has ended, which its owner hears of
        }
    }
}
