using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhonePop.Server.Live;

/// <summary>How JSON is written, for hub, API and streams alike: camel case, enums as words.</summary>
public static class WireJson
{
    /// <summary>The options, ready to use.</summary>
    public static JsonSerializerOptions Options { get; } = Configured(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Applies them to a framework's own options.</summary>
    public static JsonSerializerOptions Configured(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    }
}
