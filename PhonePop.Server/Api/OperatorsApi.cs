using System.Security.Claims;
using PhonePop.Server.Presence;
using PhonePop.Server.Security;

namespace PhonePop.Server.Api;

/// <summary>How operators stand.</summary>
internal static class OperatorsApi
{
    public static void MapOperators(this RouteGroupBuilder api)
    {
        api.MapGet("/operators", (ClaimsPrincipal user, PresenceBoard board) => board.Operators(Viewer.From(user).Audience)).WithTags("Supervision").RequireAuthorization(SecurityExtensions.SupervisorPolicy)
            .WithSummary("Every operator: available, busy, away, wrapUp, onCall or offline, and since when.");
        api.MapGet("/operators/reachability", (ClaimsPrincipal user, ReachBoard board) => board.Operators(Viewer.From(user).Audience)).WithTags("Supervision").RequireAuthorization(SecurityExtensions.SupervisorPolicy)
            .WithSummary("Whether a call would reach each operator: red, amber or green, and why.");
        api.MapPost("/operators/{pbx}/{extension}/test-pop", Test).WithTags("Supervision").RequireAuthorization(SecurityExtensions.SupervisorPolicy)
            .WithSummary("Pops a test at this operator's browsers; what becomes of it is said by reachability.")
            .Produces<TestPop>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        var me = api.MapGroup("/me/presence").WithTags("Me");
        me.MapGet("", (ClaimsPrincipal user, PresenceBoard board) =>
            Seat(user) is { } seat && board.Find(seat.Pbx, seat.Extension) is { } own ? Results.Ok(own) : NoPhone())
            .WithSummary("How the asker stands.").Produces<OperatorPresence>();
        me.MapPut("", ChooseAsync).WithSummary("Sets available, busy, away or wrapUp; being on a call is seen.").Produces<OperatorPresence>();
    }

    private static IResult Test(string pbx, string extension, ClaimsPrincipal user, ReachBoard board) =>
        !Viewer.From(user).Audience.Sees(pbx, extension) ? Results.Problem("This operator is in none of your groups.", statusCode: StatusCodes.Status403Forbidden)
        : board.Find(pbx, extension) is null ? Results.Problem("Nobody signs in at this phone.", statusCode: StatusCodes.Status404NotFound)
        : board.Test(pbx, extension) is { } test ? Results.Accepted("/api/v1/operators/reachability", test)
        : Results.Problem("This operator has no page of PhonePop open.", statusCode: StatusCodes.Status409Conflict);

    private static async Task<IResult> ChooseAsync(ChosenState chosen, ClaimsPrincipal user, PresenceBoard board, CancellationToken stop) =>
        chosen.State is PresenceState.OnCall or PresenceState.Offline
            ? Results.ValidationProblem(new Dictionary<string, string[]> { ["state"] = ["available, busy, away or wrapUp: the others are seen."] })
            : Seat(user) is { } seat ? Results.Ok(await board.ChooseAsync(seat.Pbx, seat.Extension, chosen.State, stop)) : NoPhone();

    private static (string Pbx, string Extension)? Seat(ClaimsPrincipal user) =>
        Viewer.From(user) is { Pbx: { Length: > 0 } pbx, Extension: { Length: > 0 } extension } ? (pbx, extension) : null;

    private static IResult NoPhone() => Results.Problem("This account has no extension.", statusCode: StatusCodes.Status409Conflict);

    private sealed record ChosenState(PresenceState State);
}
