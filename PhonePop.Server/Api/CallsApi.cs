using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Server.Security;
using PhonePop.Server.Work;

namespace PhonePop.Server.Api;

/// <summary>What is written about a call, as JSON; all but the id are null where nothing is.</summary>
internal sealed record CallWorkDto(string CallId, string? Note, string? Outcome, string? Author, DateTime? UpdatedAt);

/// <summary>A page of ended calls, as JSON. <c>total</c> stops at 10,001: more than ten thousand. Calls before <c>searchedSince</c> were not looked at; null: all were.</summary>
internal sealed record HistoryPageDto(IReadOnlyList<CallDto> Items, int Total, int Page, int PageSize, DateTimeOffset? SearchedSince);

/// <summary>Calls now, as they change, and as they were.</summary>
internal static class CallsApi
{
    // Numbers of changes start again with the server: what another run counted says nothing here.
    private static readonly string Run = Guid.NewGuid().ToString("n")[..8];

    public static void MapCalls(this RouteGroupBuilder api)
    {
        var calls = api.MapGroup("/calls").WithTags("Calls");
        calls.MapGet("", Current).WithSummary("The current calls that the asker may see.").Produces<CallDto[]>();
        calls.MapGet("/stream", StreamAsync).WithSummary("A snapshot and each change after it, as an event stream.").Produces<CallDto>(contentType: "text/event-stream");
        calls.MapGet("/{id}/why", WhyAsync).RequireAuthorization(SecurityExtensions.SupervisorPolicy)
            .WithSummary("Why a call is, or was, shown as it is: the facts, the walk, the match, the pushes.").Produces<WhyDto>().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        calls.MapPut("/{id}/work", WriteAsync).WithSummary("Writes note and outcome of an own call, live or ended; what is left out stays as it is.")
            .Produces<CallWorkDto>().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        calls.MapPost("/{id}/dismiss", Dismiss).WithSummary("Closes the pop of an own call in all browsers of the operator: for the service worker, when no page is open.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
        calls.MapGet("/history/export", Export).WithSummary("The same calls as CSV for a spreadsheet, 100,000 at most.").Produces<string>(contentType: "text/csv");
        calls.MapGet("/history", HistoryAsync).WithSummary("Ended calls, newest first.").Produces<HistoryPageDto>();
    }

    // Somebody else's call and an unknown one give the same answer: ids are no secret worth guessing at.
    private static IResult Dismiss(string id, ClaimsPrincipal user, LiveCallBoard board, LiveCallPipeline pipeline)
    {
        if (board.Find(id) is not { } call || !Viewer.From(user).OwnAudience.Sees(call.Call.Pbx, call.Call.Extension))
        {
            return Results.Problem("No such call of yours.", statusCode: StatusCodes.Status404NotFound);
        }

        pipeline.Dismiss(id);
        return Results.NoContent();
    }

    private static IResult Current(ClaimsPrincipal user, LiveCallBoard board, TimeProvider clock, string? pbx, string? extension)
    {
        var viewer = Viewer.From(user);
        if (Foreign(viewer, pbx, extension) is { } refusal)
        {
            return refusal;
        }

        var calls = board.Calls(viewer.Audience).Where(c => (pbx is null || c.Call.Pbx == pbx) && (extension is null || c.Call.Extension == extension));
        return Results.Ok(calls.Select(c => CallDto.From(c, clock)));
    }

    private static Task StreamAsync(HttpContext context, ClaimsPrincipal user, LiveCallBoard board, TimeProvider clock) => EventStream.RunAsync(context, async (stream, stop) =>
    {
        var audience = Viewer.From(user).Audience;
        IAsyncEnumerable<IReadOnlyList<LiveCall>> changes;
        var run = RunFor(audience);
        if (LastSeen(context.Request, run) is { } seen && board.Resume(seen, audience, stop) is { } resumed)
        {
            changes = resumed.Changes;
            await WriteAsync(resumed.Missed);
        }
        else
        {
            var (snapshot, fresh, sequence) = board.Open(audience, stop);
            changes = fresh;
            await stream.WriteAsync("snapshot", EventId(run, sequence), snapshot.Select(c => CallDto.From(c, clock)), stop);
        }

        await stream.PumpAsync(changes, WriteAsync, stop);

        async Task WriteAsync(IReadOnlyList<LiveCall> batch)
        {
            foreach (var call in batch)
            {
                await stream.WriteAsync("call", EventId(run, call.Sequence), CallDto.From(call, clock), stop);
            }
        }
    });

    private static async Task<IResult> WhyAsync(string id, ClaimsPrincipal user, CallReasons reasons, CancellationToken cancellationToken) =>
        await reasons.FindAsync(id, Viewer.From(user).Audience, cancellationToken) is var (mayAsk, why) && !mayAsk
            ? Results.Problem("This is the call of an operator who is in none of your groups.", statusCode: StatusCodes.Status403Forbidden)
            : why is not null ? Results.Ok(why) : Results.Problem("Of this call nothing is known, or no longer.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<IResult> WriteAsync(string id, ClaimsPrincipal user, CallWorkStore store, CallWorkEdit edit, CancellationToken cancellationToken)
    {
        if (store.Mistakes(edit) is { Count: > 0 } mistakes)
        {
            return Results.ValidationProblem(mistakes.ToDictionary(m => m.Field, m => new[] { m.Message }));
        }

        var (result, work) = await store.SaveAsync(Viewer.From(user), id, edit, cancellationToken);
        return result switch
        {
            CallWorkResult.Saved => Results.Ok(new CallWorkDto(id, work?.Note, work?.Outcome, work?.Author, work?.UpdatedAt)),
            CallWorkResult.NotYours => Results.Problem("This is another operator's call.", statusCode: StatusCodes.Status403Forbidden),
            _ => Results.Problem("There is no such call.", statusCode: StatusCodes.Status404NotFound),
        };
    }

    private static async Task<IResult> HistoryAsync(
        ClaimsPrincipal user, CallHistoryStore history, TimeProvider clock, [AsParameters] HistoryAsk ask, string? after, int? page, int? pageSize, CancellationToken cancellationToken)
    {
        var viewer = Viewer.From(user);
        if (Foreign(viewer, ask.Pbx, ask.Extension) is { } refusal)
        {
            return refusal;
        }

        if (Paging.Mistake(page, pageSize) is { } mistake)
        {
            return mistake;
        }

        var paging = new Paging(page, pageSize);
        var query = ask.ToQuery(viewer.Audience) with { Skip = paging.Skip, Take = paging.Size };
        if (after is not null)
        {
            if ((await history.FindAsync(after, cancellationToken))?.Call is not { EndedAt: { } ended } last || !viewer.Audience.Sees(last.Pbx, last.Extension))
            {
                return Results.ValidationProblem(new Dictionary<string, string[]> { ["after"] = ["No ended call that you may see has this id."] });
            }

            query = query with { After = (ended, after) };
        }
        else if (query.Skip > CallHistoryStore.LooksThrough && (await history.SearchAsync(query with { Skip = 0, Take = 1 }, cancellationToken)).Total > CallHistoryStore.CountsTo)
        {
            // All calls before it would be walked over, for each page again.
            return Results.ValidationProblem(new Dictionary<string, string[]> { ["page"] = [$"Not beyond {CallHistoryStore.LooksThrough} calls: ask with after, the id of the last call that you have."] });
        }

        var found = await history.SearchAsync(query, cancellationToken);
        return Results.Ok(new HistoryPageDto([.. found.Items.Select(c => CallDto.From(c, clock))], found.Total, paging.Page, paging.Size, found.SearchedSince));
    }

    private static IResult Export(ClaimsPrincipal user, CallHistoryStore history, TimeProvider clock, [AsParameters] HistoryAsk ask)
    {
        var viewer = Viewer.From(user);

        // What ends while the file is written would move the pages.
        var now = clock.GetUtcNow();
        return Foreign(viewer, ask.Pbx, ask.Extension) ?? Results.Stream(
            stream => CallCsv.WriteAsync(stream, history, ask.ToQuery(viewer.Audience) with { To = ask.To ?? now }),
            "text/csv; charset=utf-8", $"calls-{now:yyyy-MM-dd}.csv");
    }

    /// <summary>Who asks for calls that are somebody else's, or no group's of theirs, is refused: an empty list would look like an answer.</summary>
    private static IResult? Foreign(Viewer viewer, string? pbx, string? extension) =>
        (pbx is not null || extension is not null) && !viewer.Audience.HasAny(pbx, extension)
            ? Results.Problem("These are another operator's calls.", statusCode: StatusCodes.Status403Forbidden)
            : null;

    // Another audience needs another snapshot: what a reader may see no longer must go.
    private static string RunFor(Audience audience) => $"{Run}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(audience.Group ?? "")).AsSpan(0, 4))}";

    private static string EventId(string run, long sequence) => string.Create(CultureInfo.InvariantCulture, $"{run}-{sequence}");

    private static long? LastSeen(HttpRequest request, string run)
    {
        var id = request.Headers["Last-Event-ID"].ToString();
        return id.StartsWith(run + "-", StringComparison.Ordinal) && long.TryParse(id.AsSpan(run.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : null;
    }
}
