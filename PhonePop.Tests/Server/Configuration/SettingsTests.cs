using AwesomeAssertions;
using Microsoft.Extensions.Configuration;
using PhonePop.Server.Configuration;
using PhonePop.Server.Pbx;

namespace PhonePop.Tests.Server.Configuration;

public sealed class SettingsTests
{
    [Fact]
    public void Without_any_settings_the_defaults_hold()
    {
        var options = Read(new Dictionary<string, string?>());

        options.Numbers.Region.Should().Be("RU");
        options.Database.ConnectionString.Should().Be("Data Source=data/phonepop.db");
        options.Customers.Lookups.Should().Equal("Database");
        options.IsDemo.Should().BeFalse();
    }

    [Theory]
    [InlineData(true, false, null, true)]
    [InlineData(true, true, null, false)]
    [InlineData(false, false, null, false)]
    [InlineData(false, true, "true", true)]
    [InlineData(true, false, "false", false)]
    public void Demo_is_on_in_development_without_a_pbx_unless_said_otherwise(bool isDevelopment, bool hasPbx, string? said, bool expected)
    {
        var settings = hasPbx ? Pbx("main") : [];
        settings["PhonePop:Demo:Enabled"] = said;

        PhonePopOptions.Read(Configuration(settings), isDevelopment).IsDemo.Should().Be(expected);
    }

    [Fact]
    public void Every_mistake_is_listed_by_its_key_and_no_secret_is_shown()
    {
        var settings = Pbx("main office");
        settings["PhonePop:Pbxes:0:Port"] = "70000";
        settings["PhonePop:Pbxes:0:Secret"] = "hush-hush\n";
        settings["PhonePop:Pbxes:0:Tls"] = "hush-hush";
        settings["PhonePop:Pbxes:0:SnapshotInterval"] = "00:00:00";
        settings["PhonePop:Pbxes:0:OperatorExtensions"] = "(";
        settings["PhonePop:Pbxes:0:Hots"] = "typo";
        settings["PhonePop:Recorder:Minutes"] = "0";
        settings["PhonePop:Recorder:Megabytes"] = "257";
        settings["PhonePop:Recorder:KeepFiles"] = "0";
        settings["PhonePop:Numbers:Region"] = "Moscow";
        settings["PhonePop:Database:Provider"] = "PostgreSql";
        settings["PhonePop:Customers:Lookups:0"] = "Oracle";
        settings["PhonePop:Customers:Lookups:1"] = "Http";
        settings["PhonePop:Customers:Http:Headers:Authorization"] = "hush-hush\nHost: elsewhere";
        settings["PhonePop:Customers:Http:Headers:Content-Type"] = "hush-hush";
        settings["PhonePop:Customers:Http:Pointers:Name"] = "name";
        settings["PhonePop:Customers:Http:Timeout"] = "00:02:00";
        settings["PhonePop:Customers:CardUrl"] = "https://crm.example/{nickname}";
        settings["PhonePop:Work:Outcomes:0"] = "Sold";
        settings["PhonePop:Work:Outcomes:1"] = "sold";
        settings["PhonePop:Work:WrapUp"] = "02:00:00";
        settings["PhonePop:Work:KeepCard"] = "-00:00:01";
        settings["PhonePop:Work:MissedKeep"] = "00:10:00";
        settings["PhonePop:Work:DoneShown"] = "1.00:00:00";
        settings["PhonePop:Notifications:QuietFrom"] = "late";
        settings["PhonePop:Notifications:Theme"] = "pink";
        settings["PhonePop:ApiKeys:0:Name"] = "short";
        settings["PhonePop:ApiKeys:0:Key"] = "hush-hush";
        settings["PhonePop:ApiKeys:0:Role"] = "Operator";
        settings["PhonePop:Users:0:UserName"] = "anna";
        settings["PhonePop:Users:0:Role"] = "Boss";

        var message = Assert.Throws<SettingsException>(() => Read(settings)).Message;

        foreach (var key in new[]
        {
            "Pbxes:0:Name", "Pbxes:0:Port", "Pbxes:0:Secret", "Pbxes:0:Tls", "Pbxes:0:SnapshotInterval", "Pbxes:0:OperatorExtensions", "Pbxes:0:Hots", "Recorder:Minutes", "Recorder:Megabytes", "Recorder:KeepFiles", "Numbers:Region",
            "Database:Provider", "Customers:Lookups:0", "Customers:CardUrl", "Customers:Http:Url", "Customers:Http:Headers:Authorization", "Customers:Http:Headers:Content-Type",
            "Customers:Http:Pointers:Name", "Customers:Http:Timeout", "Work:Outcomes:1", "Work:WrapUp", "Work:KeepCard", "Work:MissedKeep", "Work:DoneShown", "Notifications:QuietFrom", "Notifications:Theme", "ApiKeys:0:Key", "ApiKeys:0:Extension", "Users:0:Password", "Users:0:Role",
        })
        {
            message.Should().Contain($"PhonePop:{key}: ");
        }

        message.Should().Contain("Sqlite is what works now").And.NotContain("hush");
    }

    [Theory]
    [InlineData("https://crm.example/{number}", true)]
    [InlineData("http://10.0.0.9:8080/find?phone={raw}", true)]
    [InlineData("https://crm.example/all", false)]
    [InlineData("https://crm.example/{phone}", false)]
    [InlineData("https://crm.example/{number", false)]
    [InlineData("https://hush:hush@crm.example/{number}", false)]
    [InlineData("file:///etc/{number}", false)]
    [InlineData("/by-phone/{number}", false)]
    public void Other_system_is_asked_at_a_web_address_that_holds_the_number(string url, bool isRight)
    {
        var settings = new Dictionary<string, string?> { ["PhonePop:Customers:Lookups:0"] = "Http", ["PhonePop:Customers:Http:Url"] = url };

        if (isRight)
        {
            Read(settings).Customers.Http.Url.Should().Be(url);
        }
        else
        {
            Assert.Throws<SettingsException>(() => Read(settings)).Message.Should().Contain("PhonePop:Customers:Http:Url: ").And.NotContain("hush");
        }
    }

    [Fact]
    public void Dozens_of_pbxs_with_odd_names_are_welcome_but_not_two_of_one_name()
    {
        var settings = Enumerable.Range(0, 40).SelectMany(i => Pbx($"branch_{i}.x-y", i)).ToDictionary();
        Read(settings).Pbxes.Should().HaveCount(40).And.OnlyHaveUniqueItems(p => p.Name);

        settings["PhonePop:Pbxes:39:Name"] = "branch_0.x-y";
        Assert.Throws<SettingsException>(() => Read(settings)).Message.Should().Contain("PhonePop:Pbxes:39:Name");
    }

    [Fact]
    public void Operator_without_a_pbx_belongs_to_the_only_one_and_must_say_which_of_several()
    {
        var settings = Pbx("main").Concat(Key("101", null)).ToDictionary();
        Read(settings).OnlyPbx.Should().Be("main");

        var several = settings.Concat(Pbx("other", 1)).ToDictionary();
        Assert.Throws<SettingsException>(() => Read(several)).Message.Should().Contain("PhonePop:ApiKeys:0:Pbx").And.Contain("main, other");
        several["PhonePop:ApiKeys:0:Pbx"] = "demo";
        Read(several).ApiKeys[0].Pbx.Should().Be("demo");
    }

    [Fact]
    public void Lists_replace_the_default_and_devices_are_read()
    {
        var settings = Pbx("main");
        settings["PhonePop:Pbxes:0:Devices:101:0"] = "PJSIP/101";
        settings["PhonePop:Pbxes:0:Devices:101:1"] = "PJSIP/101-soft";
        settings["PhonePop:Pbxes:0:Mode"] = "snapshotsonly";
        settings["PhonePop:Numbers:DialPrefixes:0"] = "9";

        var options = Read(settings);

        options.Pbxes[0].Devices["101"].Should().Equal("PJSIP/101", "PJSIP/101-soft");
        options.Pbxes[0].Mode.Should().Be(PbxMode.SnapshotsOnly);
        options.Numbers.DialPrefixes.Should().Equal("9");
    }

    [Fact]
    public void Demo_stays_on_loopback_whatever_is_configured()
    {
        DemoAddresses.Loopback("http://0.0.0.0:8080").Should().Be("http://127.0.0.1:8080");
        DemoAddresses.Loopback("http://*:80").Should().Be("http://127.0.0.1:80");
        DemoAddresses.Loopback("http://localhost:5000").Should().Be("http://localhost:5000");
    }

    internal static IConfiguration Configuration(IDictionary<string, string?> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

    private static PhonePopOptions Read(IDictionary<string, string?> settings) => PhonePopOptions.Read(Configuration(settings), isDevelopment: false);

    private static Dictionary<string, string?> Pbx(string name, int index = 0) => new()
    {
        [$"PhonePop:Pbxes:{index}:Name"] = name,
        [$"PhonePop:Pbxes:{index}:Host"] = "10.0.0.5",
        [$"PhonePop:Pbxes:{index}:Username"] = "phonepop",
        [$"PhonePop:Pbxes:{index}:Secret"] = "secret",
    };

    private static Dictionary<string, string?> Key(string extension, string? pbx) => new()
    {
        ["PhonePop:ApiKeys:0:Name"] = "anna",
        ["PhonePop:ApiKeys:0:Key"] = "0123456789abcdef",
        ["PhonePop:ApiKeys:0:Role"] = "Operator",
        ["PhonePop:ApiKeys:0:Extension"] = extension,
        ["PhonePop:ApiKeys:0:Pbx"] = pbx,
    };
}
