using System.Globalization;
using System.Reflection;
using PhonePop.Server.Pbx;

namespace PhonePop.Server.Configuration;

/// <summary>
/// Fills option records from configuration. Unlike the framework's binder it reports every value that cannot be read, and every key that
/// no option has (a typo would otherwise pass in silence). A configured list replaces the default instead of being added to it; of values, the last
/// source that names the list says all of it, and of PBXs, one that stands under its name is told apart by it and not by its place.
/// </summary>
internal sealed class SettingsBinder(SettingsMistakes mistakes, IReadOnlyList<IConfigurationProvider> providers)
{
    public object Bind(IConfigurationSection section, Type type)
    {
        var options = Activator.CreateInstance(type)!;
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true }).ToList();
        foreach (var child in section.GetChildren())
        {
            var property = properties.Find(p => string.Equals(p.Name, child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                mistakes.Add(child.Path, $"no such setting. Known here: {string.Join(", ", properties.Select(p => p.Name))}.");
            }
            else if (Read(child, property.PropertyType) is { } value)
            {
                property.SetValue(options, value);
            }
        }

        return options;
    }

    /// <summary>The value, or null where nothing is said (the default stays) or what is said cannot be read.</summary>
    private object? Read(IConfigurationSection section, Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return ReadList(section, type.GetGenericArguments()[0]);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            return ReadDictionary(section, type.GetGenericArguments()[1]);
        }

        var isValue = IsScalar(type);
        if (isValue && section.GetChildren().Any())
        {
            mistakes.Add(section.Path, "a single value is expected here.");
            return null;
        }

        if (!isValue)
        {
            return section.Value is { Length: > 0 } ? Wrong(section, "a section with settings in it") : Bind(section, type);
        }

        return string.IsNullOrEmpty(section.Value) ? null : ReadScalar(section, section.Value, Nullable.GetUnderlyingType(type) ?? type);
    }

    private Array? ReadList(IConfigurationSection section, Type item)
    {
        if (section.Value is { Length: > 0 })
        {
            Wrong(section, "a list");
            return null;
        }

        // In the order of the indexes: configuration sources may name them in any order.
        var values = (IsScalar(item) ? LastSaid(section) : section.GetChildren()).Select(c => Named(Read(c, item), c.Key)).ToList();
        var list = Array.CreateInstance(item, values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            list.SetValue(values[i] ?? (item == typeof(string) ? "" : Activator.CreateInstance(item)), i);
        }

        return list;
    }

    // Where appsettings.json names six outcomes and the settings file two, there are two.
    private IEnumerable<IConfigurationSection> LastSaid(IConfigurationSection section)
    {
        var said = providers.Reverse().Select(p => (Keys: p.GetChildKeys([], section.Path).ToHashSet(StringComparer.OrdinalIgnoreCase), IsNamed: p.TryGet(section.Path, out _)))
            .FirstOrDefault(p => p.Keys.Count > 0 || p.IsNamed).Keys;
        return section.GetChildren().Where(c => said?.Contains(c.Key) ?? true);
    }

    private object ReadDictionary(IConfigurationSection section, Type item)
    {
        var dictionary = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), item))!;
        foreach (var child in section.GetChildren())
        {
            if (Read(child, item) is { } value)
            {
                dictionary[child.Key] = value;
            }
        }

        return dictionary;
    }

    private object? ReadScalar(IConfigurationSection section, string text, Type type)
    {
        if (type == typeof(string))
        {
            return text;
        }

        if (type == typeof(bool))
        {
            return bool.TryParse(text, out var yes) ? yes : Wrong(section, "true or false");
        }

        if (type == typeof(int))
        {
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : Wrong(section, "a whole number");
        }

        if (type == typeof(TimeSpan))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : Wrong(section, "a time such as 00:00:30");
        }

        return Enum.TryParse(type, text, ignoreCase: true, out var named) && Enum.IsDefined(type, named) ? named : Wrong(section, string.Join(" or ", Enum.GetNames(type)));
    }

    private static object? Named(object? value, string key) => value is PbxOptions pbx ? pbx.Under(key) : value;

    // The text itself is not repeated: a secret may have slipped into the wrong line.
    private object? Wrong(IConfigurationSection section, string expected)
    {
        mistakes.Add(section.Path, $"{expected} is expected here.");
        return null;
    }

    private static bool IsScalar(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(string) || plain == typeof(bool) || plain == typeof(int) || plain == typeof(TimeSpan) || plain.IsEnum;
    }
}
