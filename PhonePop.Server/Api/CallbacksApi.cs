using System.Security.Claims;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Security;
using PhonePop.Server.Work;

namespace PhonePop.Server.Api;

/// <summary>Somebody to call back, as JSON. <c>display</c> is the number for people; <c>end</c> is null while somebody should call.</summary>
internal sealed record CallbackDto(
    int Id, string Pbx, string Number, string? E164, string Display, CustomerSummary? Customer, int Matches, int Count, DateTime FirstAt, DateTime LastAt, string? Queue, string? Did,
    string? ClaimedBy, DateTime? ClaimedAt, bool Mine, DateTime? EndedAt, string? EndedBy, CallbackEnd? End)
{
    public static CallbackDto From(CallbackInfo c, Viewer viewer, PhoneNumberReader numbers) => new(
        c.Id, c.Pbx, c.Number.E164 ?? c.Number.Raw, c.Number.E164, numbers.Display(c.Number.E164 ?? c.Number.Raw), c.Match?.Customers is [var newest, ..] ? newest : null,
        c.Match?.Customers.Count ?? 0, c.Count, c.FirstAt, c.LastAt, c.Queue, c.Did, c.ClaimedBy, c.ClaimedAt, c.ClaimedById == viewer.Id, c.EndedAt, c.EndedBy, c.End);
}

/// <summary>The list of people to call back, of the asker's PBX; supervisors see all.</summary>
internal static class CallbacksApi
{
    public static void MapCallbacks(this RouteGroupBuilder api)
    {
        var callbacks = api.MapGroup("/callbacks").WithTags("Callbacks");
        callbacks.MapGet("", List).WithSummary("Who was missed and not reached yet, the latest first; with all=true also who left the list and is still kept.").Produces<CallbackDto[]>();
        Map("claim", "Takes care of an entry; 409 when somebody else does already.", (store, id, viewer, stop) => store.ClaimAsync(id, viewer, stop));
        Map("release", "Gives an entry back to the team.", (store, id, viewer, stop) => store.ReleaseAsync(id, viewer, stop));
        Map("done", "Takes an entry off the list.", (store, id, viewer, stop) => store.DoneAsync(id, viewer, stop));

        void Map(string verb, string summary, Func<CallbackStore, int, Viewer, CancellationToken, Task<CallbackResult>> change) =>
            callbacks.MapPost($"/{{id:int}}/{verb}", async (int id, ClaimsPrincipal user, CallbackStore store, CallbackBoard board, PhoneNumberReader numbers, CancellationToken cancellationToken) =>
                {
                    var viewer = Viewer.From(user);
                    return Answer(await change(store, id, viewer, cancellationToken), board.Find(id), viewer, numbers);
                })
                .WithSummary(summary).Produces<CallbackDto>().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static IEnumerable<CallbackDto> List(ClaimsPrincipal user, CallbackBoard board, PhoneNumberReader numbers, bool? all)
    {
        var viewer = Viewer.From(user);
        return board.Entries(Team.Of(viewer)).Where(c => c.IsOpen || all == true).Select(c => CallbackDto.From(c, viewer, numbers));
    }

    private static IResult Answer(CallbackResult result, CallbackInfo? entry, Viewer viewer, PhoneNumberReader numbers) => result switch
    {
        CallbackResult.Ok when entry is not null => Results.Ok(CallbackDto.From(entry.For(Team.Of(viewer)), viewer, numbers)),
        CallbackResult.NotYours => Results.Problem("This entry is on another PBX's list.", statusCode: StatusCodes.Status403Forbidden),
        CallbackResult.Taken => Results.Problem($"{entry?.ClaimedBy ?? "Somebody else"} takes care of it.", statusCode: StatusCodes.Status409Conflict),
        _ when entry?.EndedBy is { } by => Results.Problem($"It is off the list already: {by} was faster.", statusCode: StatusCodes.Status409Conflict),
        _ => Results.Problem("There is no such entry, or no longer.", statusCode: StatusCodes.Status404NotFound),
    };
}
