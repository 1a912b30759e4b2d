using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PhonePop.Server.Data;
using PhonePop.Server.Live;

namespace PhonePop.Server.Personal;

/// <summary>The settings of users: the defaults, and on top what each has set otherwise. Only that is stored, so a new default reaches who never chose.</summary>
public sealed class PersonalSettingsStore : IDisposable
{
    // Said by the reader's side of the same JSON: a client may send back what it got.
    private static readonly string[] Derived = ["defaults", "chosen"];

    private readonly IDbContextFactory<PhonePopDbContext> _database;
    private readonly IDisposable? _following;
    private readonly ConcurrentDictionary<string, JsonObject> _chosen = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Defaults _defaults;
    private volatile bool _isRead;

    /// <summary>Takes the defaults, which may change: whoever is known here is told then.</summary>
    public PersonalSettingsStore(IDbContextFactory<PhonePopDbContext> database, IOptionsMonitor<PersonalSettings> defaults)
    {
        _database = database;
        _defaults = new Defaults(defaults.CurrentValue);
        _following = defaults.OnChange(UseDefaults);
    }

    /// <summary>Somebody's settings are others now; called on the thread that changed them.</summary>
    public event Action<string, PersonalSettingsDto>? Changed;

    /// <summary>What applies to this user.</summary>
    public async ValueTask<PersonalSettingsDto> FindAsync(string userId, CancellationToken cancellationToken) => Dto(await ChosenAsync(userId, cancellationToken));

    /// <summary>Changes what is named; null goes back to the default, what is left out stays.</summary>
    /// <exception cref="PersonalSettingsException">A name is unknown or a value cannot be: nothing has changed.</exception>
    public async Task<PersonalSettingsDto> ChangeAsync(string userId, JsonObject changes, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        PersonalSettingsDto after;
        try
        {
            var applies = Read(Merge(await ChosenAsync(userId, cancellationToken), changes));
            var chosen = Difference(applies); // in our own spelling, whatever the client's was
            after = Dto(chosen);
            if (PersonalRules.Mistakes(after).ToList() is { Count: > 0 } mistakes)
            {
                throw new PersonalSettingsException(mistakes.ToDictionary(m => Name(m.Name), m => new[] { m.Message }));
            }

            await StoreAsync(userId, chosen, cancellationToken);
            _chosen[userId] = chosen;
        }
        finally
        {
            _writing.Release();
        }

        Changed?.Invoke(userId, after);
        return after;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _following?.Dispose();
        _writing.Dispose();
        _reading.Dispose();
    }

    private void UseDefaults(PersonalSettings defaults)
    {
        _defaults = new Defaults(defaults);
        foreach (var (userId, chosen) in _chosen)
        {
            Changed?.Invoke(userId, Dto(chosen));
        }
    }

    private JsonObject Merge(JsonObject before, JsonObject changes)
    {
        var chosen = (JsonObject)before.DeepClone();
        foreach (var (name, value) in changes.Where(c => !Derived.Contains(c.Key)))
        {
            if (!_defaults.Json.ContainsKey(name))
            {
                throw new PersonalSettingsException(name, $"no such setting. Known: {string.Join(", ", _defaults.Json.Select(d => d.Key))}.");
            }

            chosen.Remove(name);
            if (value is not null)
            {
                chosen[name] = value.DeepClone();
            }
        }

        return chosen;
    }

    private PersonalSettingsDto Dto(JsonObject chosen) => new(Read(chosen), _defaults.Values, [.. chosen.Select(c => c.Key)]);

    private PersonalSettings Read(JsonObject chosen)
    {
        var applies = (JsonObject)_defaults.Json.DeepClone();
        foreach (var (name, value) in chosen)
        {
            applies[name] = value?.DeepClone();
        }

        try
        {
            return applies.Deserialize<PersonalSettings>(WireJson.Options)!;
        }
        catch (JsonException e)
        {
            throw new PersonalSettingsException(e.Path?.TrimStart('$', '.') ?? "", "a value of another kind is needed.");
        }
    }

    private JsonObject Difference(PersonalSettings applies)
    {
        var differs = new JsonObject();
        foreach (var (name, value) in ToJson(applies).Where(s => !JsonNode.DeepEquals(s.Value, _defaults.Json[s.Key])))
        {
            differs[name] = value?.DeepClone();
        }

        return differs;
    }

    private async ValueTask<JsonObject> ChosenAsync(string userId, CancellationToken cancellationToken)
    {
        if (!_isRead)
        {
            await ReadAsync(cancellationToken);
        }

        return _chosen.GetOrAdd(userId, static _ => []);
    }

    // All at once, by whoever comes first: after a restart everybody does in the same moment.
    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (!_isRead)
            {
                await using var db = await _database.CreateDbContextAsync(cancellationToken);
                foreach (var stored in await db.UserChoices.AsNoTracking().ToListAsync(cancellationToken))
                {
                    _chosen.TryAdd(stored.Id, Known(stored.Settings));
                }

                _isRead = true;
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    // What a version before this one stored and this one does not know, or knows otherwise, is left out.
    private JsonObject Known(string stored)
    {
        var known = new JsonObject();
        foreach (var (name, value) in Parse(stored).Where(s => _defaults.Json.ContainsKey(s.Key)))
        {
            known[name] = value?.DeepClone();
            try
            {
                if (PersonalRules.Mistakes(Read(known)).Any())
                {
                    known.Remove(name);
                }
            }
            catch (PersonalSettingsException)
            {
                known.Remove(name);
            }
        }

        return known;
    }

    // A row that somebody spoilt by hand must not cost the others theirs.
    private static JsonObject Parse(string stored)
    {
        try
        {
            return JsonNode.Parse(stored) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private async Task StoreAsync(string userId, JsonObject chosen, CancellationToken cancellationToken)
    {
        await using var db = await _database.CreateDbContextAsync(cancellationToken);
        var row = await db.UserChoices.FindAsync([userId], cancellationToken);
        if (row is null)
        {
            db.UserChoices.Add(new UserChoice { Id = userId, Settings = chosen.ToJsonString() });
        }
        else
        {
            row.Settings = chosen.ToJsonString();
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static JsonObject ToJson(PersonalSettings settings) => JsonSerializer.SerializeToNode(settings, WireJson.Options)!.AsObject();

    private static string Name(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);

    private sealed record Defaults(PersonalSettings Values)
    {
        public JsonObject Json { get; } = ToJson(Values);
    }
}
