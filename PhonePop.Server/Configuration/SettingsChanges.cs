using System.Text.Json.Nodes;

namespace PhonePop.Server.Configuration;

/// <summary>What the audit log says of a change of settings.</summary>
internal static class SettingsChanges
{
    private static readonly string[] Secrets = ["Secret", "Key", "Password", "Headers", "Url", "CardUrl", "ConnectionString"];

    /// <summary>The sections that are meant; of PBXs, which.</summary>
    public static string Subject(IEnumerable<SettingChange> changes) => string.Join(", ", changes.Select(c => c.Key.Split(':')).Select(k => k[0] == "Pbxes" && k.Length > 1 ? k[1] : k[0]).Distinct());

    /// <summary>Each setting with its old and its new value. Of secrets, and of what may hold one, only that it has changed.</summary>
    public static string Describe(JsonObject before, JsonObject after)
    {
        var (old, now) = (Values(before), Values(after));
        return string.Join(", ", old.Keys.Union(now.Keys, StringComparer.OrdinalIgnoreCase).Where(k => old.GetValueOrDefault(k) != now.GetValueOrDefault(k)).Select(Change));

        string Change(string key)
        {
            var name = key["PhonePop:".Length..];
            return name.Split(':').Any(part => Secrets.Contains(part, StringComparer.OrdinalIgnoreCase)) ? $"{name}: ***" : $"{name}: {old.GetValueOrDefault(key) ?? "–"} → {now.GetValueOrDefault(key) ?? "–"}";
        }
    }

    private static Dictionary<string, string> Values(JsonObject root)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (root["PhonePop"] is { } settings)
        {
            Add(settings, "PhonePop");
        }

        return values;

        void Add(JsonNode? node, string path)
        {
            if (node is JsonObject section)
            {
                foreach (var (name, value) in section)
                {
                    Add(value, $"{path}:{name}");
                }
            }
            else
            {
                values[path] = node is JsonArray list ? string.Join(" | ", list.Select(i => i?.ToString())) : node?.ToString() ?? "";
            }
        }
    }
}
