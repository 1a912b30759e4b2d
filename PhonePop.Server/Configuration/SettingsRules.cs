using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using PhoneNumbers;
using PhonePop.Server.Customers;
using PhonePop.Server.Customers.Lookups;
using PhonePop.Server.Data;
using PhonePop.Server.Live;
using PhonePop.Server.Pbx;
using PhonePop.Server.Personal;
using PhonePop.Server.Recorder;
using PhonePop.Server.Security;
using PhonePop.Server.Work;

namespace PhonePop.Server.Configuration;

/// <summary>What settings must be. Every check runs before anything is reported.</summary>
internal static partial class SettingsRules
{
    private const int ShortestKey = 16;

    public static void Check(PhonePopOptions options, SettingsMistakes mistakes)
    {
        CheckPbxes(options, mistakes);
        CheckRecorder(options.Recorder, mistakes);
        CheckNumbers(options.Numbers, mistakes);
        CheckDatabase(options.Database, mistakes);
        CheckCustomers(options.Customers, mistakes);
        CheckWork(options.Work, mistakes);
        CheckRetention(options.Retention, mistakes);
        CheckSupervision(options.Supervision, mistakes);
        CheckNotifications(options.Notifications, mistakes);
        CheckMasking(options.Masking, mistakes);
        CheckProxies(options.Proxies, mistakes);
        CheckAccounts(options, mistakes);
    }

    /// <summary>The file lies beside the database: it cannot say where that is, nor what it is.</summary>
    public static void CheckFile(IEnumerable<SettingsFileProvider> files, SettingsMistakes mistakes)
    {
        foreach (var file in files)
        {
            new Rule(mistakes, "PhonePop").Need(!file.GetChildKeys([], "PhonePop:Database").Any(), "Database", $"not in {SettingsFile.Name}, which lies beside the database: say it in appsettings.json or the environment.");
        }
    }

    private static void CheckPbxes(PhonePopOptions options, SettingsMistakes mistakes)
    {
        for (var i = 0; i < options.Pbxes.Count; i++)
        {
            var pbx = options.Pbxes[i];
            var rule = new Rule(mistakes, $"PhonePop:Pbxes:{pbx.Key}");
            rule.Need(PbxName().IsMatch(pbx.Name), nameof(pbx.Name), "a name of letters, digits, dots, underscores and hyphens is needed.");
            rule.Need(options.Pbxes.Take(i).All(p => !Same(p.Name, pbx.Name)), nameof(pbx.Name), "another PBX has this name already.");
            rule.Need(!options.IsDemo || !Same(pbx.Name, DemoOptions.PbxName), nameof(pbx.Name), "the demo's own PBX has this name: choose another, or set PhonePop:Demo:Enabled to false.");
            rule.Need(!string.IsNullOrWhiteSpace(pbx.Host) && Uri.CheckHostName(pbx.Host) != UriHostNameType.Unknown, nameof(pbx.Host), "a host name or an address is needed, without a port.");
            rule.Need(pbx.Port is >= 1 and <= 65535, nameof(pbx.Port), "a port is a number from 1 to 65535.");
            rule.Need(pbx.TlsAuthority is null || CanRead(pbx.TlsAuthority), nameof(pbx.TlsAuthority), $"there is no file {pbx.TlsAuthority}, or the account that PhonePop runs as may not read it; a PEM file with the certificates to trust is needed.");
            rule.Need(pbx.TlsThumbprint is null || IsThumbprint(pbx.TlsThumbprint), nameof(pbx.TlsThumbprint), "the SHA-256 thumbprint of the PBX's certificate is needed: 64 hexadecimal digits, with or without colons.");
            rule.Need(IsLine(pbx.Username), nameof(pbx.Username), "the user name of manager.conf is needed.");
            rule.Need(IsLine(pbx.Secret), nameof(pbx.Secret), "the secret of manager.conf is needed.");
            rule.Need(IsRegex(pbx.OperatorExtensions), nameof(pbx.OperatorExtensions), "this is no regular expression.");
            rule.Need(pbx.SnapshotInterval >= TimeSpan.FromSeconds(1) && pbx.SnapshotInterval <= TimeSpan.FromDays(1), nameof(pbx.SnapshotInterval), "from 00:00:01 to 1.00:00:00.");
            foreach (var (extension, devices) in pbx.Devices)
            {
                rule.Need(devices.Count > 0 && devices.All(d => d.IndexOf('/', StringComparison.Ordinal) > 0), $"{nameof(pbx.Devices)}:{extension}", "a list of devices such as PJSIP/101 is needed.");
            }
        }
    }

    private static void CheckRecorder(RecorderOptions recorder, SettingsMistakes mistakes)
    {
        var rule = new Rule(mistakes, "PhonePop:Recorder");
        rule.Need(recorder.Minutes is >= 1 and <= 1440, nameof(recorder.Minutes), "from 1 to 1440 minutes.");
        rule.Need(recorder.Megabytes is >= 1 and <= 256, nameof(recorder.Megabytes), "from 1 to 256 MiB for each PBX.");
        rule.Need(recorder.KeepFiles is >= 1 and <= 1000, nameof(recorder.KeepFiles), "from 1 to 1000 recordings.");
        rule.Need(recorder.Folder is null || IsLine(recorder.Folder), nameof(recorder.Folder), "a folder is needed, or null for the one beside the database.");
    }

    private static void CheckNumbers(NumbersOptions numbers, SettingsMistakes mistakes)
    {
        var rule = new Rule(mistakes, "PhonePop:Numbers");
        rule.Need(PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(numbers.Region), nameof(numbers.Region), "a country in capitals such as RU or DE is needed.");
        for (var i = 0; i < numbers.DialPrefixes.Count; i++)
        {
            rule.Need(numbers.DialPrefixes[i].Length > 0 && numbers.DialPrefixes[i].All(char.IsAsciiDigit), $"{nameof(numbers.DialPrefixes)}:{i}", "digits are needed.");
        }
    }

    private static void CheckDatabase(DatabaseOptions database, SettingsMistakes mistakes)
    {
        var rule = new Rule(mistakes, "PhonePop:Database");
        rule.Need(!Same(database.Provider, "PostgreSql"), nameof(database.Provider), "PostgreSql comes in a later version. Sqlite is what works now.");
        rule.Need(Same(database.Provider, "Sqlite") || Same(database.Provider, "PostgreSql"), nameof(database.Provider), "Sqlite is what works now.");
        rule.Need(!Same(database.Provider, "Sqlite") || IsSqlite(database.ConnectionString), nameof(database.ConnectionString), "a connection string such as Data Source=data/phonepop.db is needed.");
    }

    private static void CheckCustomers(CustomersOptions customers, SettingsMistakes mistakes)
    {
        var rule = new Rule(mistakes, "PhonePop:Customers");
        for (var i = 0; i < customers.Lookups.Count; i++)
        {
            var (name, key) = (customers.Lookups[i], $"{nameof(customers.Lookups)}:{i}");
            rule.Need(Same(name, "Http") || Same(name, "Database"), key, "Database or Http is needed.");
            rule.Need(customers.Lookups.Take(i).All(other => !Same(other, name)), key, "this look-up is named twice.");
        }

        if (customers.CardUrl is { } url)
        {
            var address = CardUrlTemplate.Placeholder().Replace(url, "0");
            rule.Need(address.StartsWith('/') || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"), nameof(customers.CardUrl), "an http or https address, or a path that begins with / is needed.");
            rule.Need(
                CardUrlTemplate.Placeholder().Matches(url).All(m => CardUrlTemplate.Names.Contains(m.Groups[1].Value)) && !address.AsSpan().ContainsAny('{', '}'),
                nameof(customers.CardUrl), $"a name in braces is one of {string.Join(", ", CardUrlTemplate.Names)}.");
        }

        CheckHttpLookup(customers.Http, customers.Lookups.Any(name => Same(name, "Http")), new Rule(mistakes, "PhonePop:Customers:Http"));
    }

    private static void CheckHttpLookup(HttpLookupOptions http, bool isAsked, Rule rule)
    {
        rule.Need(http.Url is not null || !isAsked, nameof(http.Url), "an address is needed, for Lookups names Http.");
        if (http.Url is { } url)
        {
            var names = CardUrlTemplate.Placeholder().Matches(url).Select(m => m.Groups[1].Value).ToList();
            var address = CardUrlTemplate.Placeholder().Replace(url, "0");
            var isWeb = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
            rule.Need(isWeb, nameof(http.Url), "an http or https address is needed.");
            rule.Need(!isWeb || uri!.UserInfo.Length == 0, nameof(http.Url), "no user and password here: put them into Headers, as Authorization.");
            rule.Need(names.Count > 0 && names.All(HttpCustomerLookup.Names.Contains) && !address.AsSpan().ContainsAny('{', '}'), nameof(http.Url), "it must hold {number} or {raw}, and no other name in braces.");
        }

        // The least that the client's pipeline takes is 10 ms.
        rule.Need(http.Timeout >= TimeSpan.FromMilliseconds(10) && http.Timeout <= TimeSpan.FromMinutes(1), nameof(http.Timeout), "from 00:00:00.01 to 00:01:00.");
        foreach (var (name, value) in http.Headers)
        {
            rule.Need(IsHeaderName(name), $"{nameof(http.Headers)}:{name}", "this is not the name of a header that can be sent with a question.");
            rule.Need(value.All(c => c is >= ' ' and <= '~'), $"{nameof(http.Headers)}:{name}", "one line of ASCII is needed.");
        }

        foreach (var (name, pointer) in new[] { ("Root", http.Pointers.Root), ("Name", http.Pointers.Name), ("Company", http.Pointers.Company), ("ExternalId", http.Pointers.ExternalId), ("Url", http.Pointers.Url) })
        {
            rule.Need(JsonPointer.IsValid(pointer), $"{nameof(http.Pointers)}:{name}", "a JSON pointer such as /result/name is needed.");
        }
    }

    // HttpClient itself says which names it takes for a request; Host and the like decide where the question goes.
    private static bool IsHeaderName(string name)
    {
        using var request = new HttpRequestMessage();
        return !Same(name, "Host") && !Same(name, "Transfer-Encoding") && !Same(name, "Connection") && request.Headers.TryAddWithoutValidation(name, "x");
    }

    private static void CheckWork(WorkOptions work, SettingsMistakes mistakes)
    {
        var rule = new Rule(mistakes, "PhonePop:Work");
        for (var i = 0; i < work.Outcomes.Count; i++)
        {
            var (name, key) = (work.Outcomes[i], $"{nameof(work.Outcomes)}:{i}");
            rule.Need(IsLine(name) && name.Length <= WorkOptions.LongestOutcome, key, $"a name of at most {WorkOptions.LongestOutcome} characters is needed.");
            rule.Need(work.Outcomes.Take(i).All(other => !Same(other, name)), key, "this outcome is named twice.");
        }

        rule.Need(work.WrapUp >= TimeSpan.Zero && work.WrapUp <= TimeSpan.FromHours(1), nameof(work.WrapUp), "from 00:00:00 to 01:00:00.");
        rule.Need(work.KeepCard >= TimeSpan.Zero && work.KeepCard <= TimeSpan.FromHours(1), nameof(work.KeepCard), "from 00:00:00 to 01:00:00.");
        rule.Need(work.MissedKeep >= TimeSpan.FromHours(1) && work.MissedKeep <= TimeSpan.FromDays(365), nameof(work.MissedKeep), "from 01:00:00 to 365.00:00:00.");
        rule.Need(work.DoneShown >= TimeSpan.Zero && work.DoneShown <= work.MissedKeep, nameof(work.DoneShown), "from 00:00:00 to MissedKeep.");
    }

    private static void CheckRetention(RetentionOptions retention, SettingsMistakes mistakes)
    {
        var rule = new Rule(mistakes, "PhonePop:Retention");
        foreach (var (name, kept) in new[] { (nameof(retention.History), retention.History), (nameof(retention.Explanations), retention.Explanations), (nameof(retention.Audit), retention.Audit) })
        {
            rule.Need(kept is null || (kept >= TimeSpan.FromDays(1) && kept <= TimeSpan.FromDays(3650)), name, "from 1.00:00:00 to 3650.00:00:00.");
        }
    }

    private static void CheckSupervision(SupervisionOptions supervision, SettingsMistakes mistakes) =>
        new Rule(mistakes, "PhonePop:Supervision").Need(
            supervision.AnswerTarget >= TimeSpan.FromSeconds(1) && supervision.AnswerTarget <= TimeSpan.FromHours(1), nameof(supervision.AnswerTarget), "from 00:00:01 to 01:00:00.");

    private static void CheckNotifications(PersonalSettings notifications, SettingsMistakes mistakes)
    {
        var rule = new Rule(mistakes, "PhonePop:Notifications");
        foreach (var (name, message) in PersonalRules.Mistakes(notifications))
        {
            rule.Need(false, name, message);
        }
    }

    private static void CheckMasking(MaskingOptions masking, SettingsMistakes mistakes)
    {
        var rule = new Rule(mistakes, "PhonePop:Masking");
        for (var i = 0; i < masking.Roles.Count; i++)
        {
            rule.Need(masking.Roles[i] is Roles.Operator or Roles.Supervisor, $"{nameof(masking.Roles)}:{i}", $"{Roles.Operator} or {Roles.Supervisor} is needed: administrators import customers and save recordings, numbers cannot be kept from them.");
        }
    }

    private static void CheckProxies(IReadOnlyList<string> proxies, SettingsMistakes mistakes)
    {
        var rule = new Rule(mistakes, "PhonePop:Proxies");
        for (var i = 0; i < proxies.Count; i++)
        {
            rule.Need(TrustedProxies.Parse(proxies[i]) is not null, $"{i}", "an address such as 10.0.0.5 or a network such as 10.0.0.0/24 is needed.");
        }
    }

    private static void CheckAccounts(PhonePopOptions options, SettingsMistakes mistakes)
    {
        for (var i = 0; i < options.ApiKeys.Count; i++)
        {
            var key = options.ApiKeys[i];
            var rule = new Rule(mistakes, $"PhonePop:ApiKeys:{i}");
            rule.Need(IsLine(key.Name), nameof(key.Name), "a name is needed.");
            rule.Need(options.ApiKeys.Take(i).All(k => !Same(k.Name, key.Name)), nameof(key.Name), "another key has this name already.");
            rule.Need(key.Key.Length >= ShortestKey, nameof(key.Key), $"a key has {ShortestKey} characters or more.");
            rule.Need(options.ApiKeys.Take(i).All(k => k.Key != key.Key), nameof(key.Key), "another entry has the same key.");
            CheckSeat(rule, key.Role, key.Extension, key.Pbx, options);
            rule.Need(key.Groups.Count == 0 || key.Role == Roles.Supervisor, nameof(key.Groups), "groups are for supervisors.");
        }

        for (var i = 0; i < options.Users.Count; i++)
        {
            var user = options.Users[i];
            var rule = new Rule(mistakes, $"PhonePop:Users:{i}");
            rule.Need(IsLine(user.UserName), nameof(user.UserName), "a user name is needed.");
            rule.Need(options.Users.Take(i).All(u => !Same(u.UserName, user.UserName)), nameof(user.UserName), "another user has this name already.");
            rule.Need(user.Password.Length > 0, nameof(user.Password), "a password is needed.");
            CheckSeat(rule, user.Role, user.Extension, user.Pbx, options);
        }
    }

    private static void CheckSeat(Rule rule, string role, string? extension, string? pbx, PhonePopOptions options)
    {
        rule.Need(role is Roles.Operator or Roles.Supervisor or Roles.Administrator, "Role", $"{Roles.Operator}, {Roles.Supervisor} or {Roles.Administrator} is needed.");
        rule.Need(role != Roles.Operator || !string.IsNullOrWhiteSpace(extension), "Extension", "an operator needs an extension.");
        rule.Need(extension is null || pbx is not null || options.PbxNames.Count() <= 1, "Pbx", $"there are several PBXs: one of {string.Join(", ", options.PbxNames)} is needed.");
        rule.Need(pbx is null || pbx == DemoOptions.PbxName || options.PbxNames.Contains(pbx), "Pbx", "no PBX has this name.");
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static bool IsLine(string text) => !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);

    private static bool IsThumbprint(string text) => text.Replace(":", "", StringComparison.Ordinal) is { Length: 64 } digits && digits.All(char.IsAsciiHexDigit);

    private static bool CanRead(string file)
    {
        try
        {
            using var opened = File.OpenRead(file);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static bool IsRegex(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
            return pattern.Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsSqlite(string connectionString)
    {
        try
        {
            return new SqliteConnectionStringBuilder(connectionString).DataSource.Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>What a PBX can be called.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9._-]+\z")]
    internal static partial Regex PbxName();

    private sealed class Rule(SettingsMistakes mistakes, string section)
    {
        public void Need(bool isSo, string key, string message)
        {
            var path = $"{section}:{key}";
            if (!isSo && !mistakes.Has(path))
            {
                mistakes.Add(path, message);
            }
        }
    }
}
