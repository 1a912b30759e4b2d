using System.Reflection;
using System.Text.Json;
using AwesomeAssertions;
using Microsoft.Extensions.Configuration;
using PhonePop.Server.Configuration;
using PhonePop.Tests.Support;

namespace PhonePop.Tests.Server.Configuration;

public sealed class ExampleSettingsTests
{
    private static readonly string Example = Repository.PathOf("appsettings.example.json");

    [Fact]
    public void Example_binds_and_is_valid()
    {
        var options = PhonePopOptions.Read(new ConfigurationBuilder().AddJsonFile(Example).Build(), isDevelopment: true);

        options.IsDemo.Should().BeFalse("it has a PBX");
        options.Pbxes[0].Devices["101"].Should().HaveCount(2);
        options.Users[0].DisplayName.Should().Be("Анна");
    }

    [Fact]
    public void Example_names_every_option()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Example), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });

        Missing(document.RootElement.GetProperty("PhonePop"), typeof(PhonePopOptions), "PhonePop").Should().BeEmpty();
    }

    [Fact]
    public void Example_shows_the_defaults()
    {
        var example = PhonePopOptions.Read(new ConfigurationBuilder().AddJsonFile(Example).Build(), isDevelopment: false);
        var defaults = new PhonePopOptions();

        example.Numbers.Should().BeEquivalentTo(defaults.Numbers);
        example.Database.Should().Be(defaults.Database);
        example.Customers.Should().BeEquivalentTo(defaults.Customers);
        example.Recorder.Should().Be(defaults.Recorder);
        example.Notifications.Should().Be(defaults.Notifications);
        example.Demo.Should().Be(defaults.Demo);
        var (shown, plain) = (example.Pbxes[0], new PhonePop.Server.Pbx.PbxOptions());
        shown.Should().BeEquivalentTo(plain, o => o.Excluding(p => p.Name).Excluding(p => p.Key).Excluding(p => p.Host).Excluding(p => p.Username).Excluding(p => p.Secret).Excluding(p => p.Devices));
    }

    private static IEnumerable<string> Missing(JsonElement json, Type type, string path)
    {
        if (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0)
        {
            // What one entry leaves out another may show.
            var item = type.GetGenericArguments()[0];
            return json.EnumerateArray().Select(e => Missing(e, item, path + ":0").ToList()).Aggregate((a, b) => [.. a.Intersect(b)]);
        }

        if (json.ValueKind != JsonValueKind.Object || type.IsGenericType || type.Namespace?.StartsWith("PhonePop", StringComparison.Ordinal) != true)
        {
            return [];
        }

        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true }).SelectMany(p =>
            json.TryGetProperty(p.Name, out var value) ? Missing(value, p.PropertyType, $"{path}:{p.Name}") : [$"{path}:{p.Name}"]);
    }
}
