using System.Security.Claims;
using PhonePop.Ami.Calls;
using PhonePop.Server.Live;
using PhonePop.Server.Security;

namespace PhonePop.Server.Api;

/// <summary>The event stream of the system before this one, so that pages written for it go on working.</summary>
internal static class CheckCallApi
{
    private const string Picture = "/icons/phone-ringing.png";

    public static void MapCheckCall(this WebApplication app) => app.MapGet("/check-call", CheckAsync).WithTags("Calls")
        .WithSummary("While a known customer is on the own line or rings it: {id, title, text, img, url}; otherwise [].").RequireAuthorization();

    private static Task CheckAsync(HttpContext context, ClaimsPrincipal user, LiveCallBoard board)
    {
        var audience = Viewer.From(user).OwnAudience;
        if (audience.IsNothing)
        {
            return Results.Problem("This account has no extension.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
        }

        return EventStream.RunAsync(context, async (stream, stop) =>
        {
            var (snapshot, changes, _) = board.Open(audience, stop);
            var calls = snapshot.ToDictionary(c => c.Call.Id);
            var last = Known(calls.Values);
            await WriteAsync();
            await stream.PumpAsync(
                changes,
                async batch =>
                {
                    foreach (var call in batch)
                    {
                        if (call.Call.Phase == CallPhase.Ended)
                        {
                            calls.Remove(call.Call.Id);
                        }
                        else
                        {
                            calls[call.Call.Id] = call;
                        }
                    }

                    // The old page shows a notification for each object it gets: said once a call, not once a change.
                    if (Known(calls.Values) is var now && now != last)
                    {
                        last = now;
                        await WriteAsync();
                    }
                },
                stop);

            Task WriteAsync() => last is null ? stream.WriteAsync(null, null, Array.Empty<object>(), stop) : stream.WriteAsync(null, null, last, stop);
        });
    }

    /// <summary>The newest call of a customer whom we know, or null.</summary>
    private static CheckedCall? Known(IEnumerable<LiveCall> calls)
    {
        var live = calls.Where(c => c.Match is { Customers.Count: > 0 }).OrderByDescending(c => c.Call.StartedAt).ThenByDescending(c => c.Call.Id, StringComparer.Ordinal).FirstOrDefault();
        return live?.Match?.Customers[0] is { } customer
            ? new CheckedCall((object?)customer.Id ?? customer.ExternalId ?? "", customer.Name, string.Join(" · ", new[] { customer.Company, live.E164 ?? live.Call.Party.Number }.OfType<string>()), Picture, CallDto.GoUrl(live.Call.Id))
            : null;
    }

    private sealed record CheckedCall(object Id, string Title, string Text, string Img, string Url);
}
