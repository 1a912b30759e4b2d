using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PhonePop.Ami.Calls;
using PhonePop.Server.Data;

namespace PhonePop.Server.Live;

/// <summary>The calls that go on, in the database: written by <see cref="CallHistoryWriter"/>, read once at start.</summary>
internal static class OpenCallStore
{
    public static void Put(PhonePopDbContext db, List<LiveCall> calls, DateTime now)
    {
        if (calls.Count == 0)
        {
            return;
        }

        using var rows = new RowInserter<OpenCall>(db, RowConflict.Replaces);
        foreach (var live in calls)
        {
            rows.Insert(new OpenCall
            {
                Id = live.Call.Id,
                Pbx = live.Call.Pbx,
                Call = JsonSerializer.Serialize(live.Call, WireJson.Options),
                Why = WhyDto.ToJson(live),
                Version = live.Version,
                Dismissed = live.Dismissed,
                SeenAt = now,
            });
        }
    }

    public static Task RemoveAsync(PhonePopDbContext db, List<string> ids, CancellationToken cancellationToken) =>
        db.OpenCalls.Where(c => ids.Contains(c.Id)).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Reads a row.</summary>
    /// <exception cref="JsonException">It was written by a version that had other fields.</exception>
    public static LiveCall Read(OpenCall row) => new()
    {
        Call = JsonSerializer.Deserialize<Call>(row.Call, WireJson.Options)! with { Uncertain = true, ReceivedAt = 0 },
        Version = row.Version,
        Dismissed = row.Dismissed,
        Notes = new CallNotes { Earlier = JsonSerializer.Deserialize<WhyDto>(row.Why, WireJson.Options) },
    };
}
