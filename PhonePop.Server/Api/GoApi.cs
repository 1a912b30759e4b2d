using System.Security.Claims;
using PhonePop.Ami.Calls;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Server.Security;

namespace PhonePop.Server.Api;

/// <summary>Where a click on a call leads. Worked out at the click: the customer may have been added since the ring.</summary>
internal static class GoApi
{
    public static void MapGo(this WebApplication app) => app.MapGet("/go/{callId}", GoAsync).WithTags("Calls")
        .WithSummary("Redirects to the customer's card, to a chooser, or to a new card.").RequireAuthorization();

    private static async Task<IResult> GoAsync(
        string callId, ClaimsPrincipal user, LiveCallBoard board, CallHistoryStore history, CustomerMatcher matcher, PhoneNumberReader numbers, CancellationToken cancellationToken)
    {
        var live = board.Find(callId) ?? await history.FindAsync(callId, cancellationToken);
        if (live is null)
        {
            return Results.NotFound();
        }

        var viewer = Viewer.From(user);
        if (!viewer.Audience.Sees(live.Call.Pbx, live.Call.Extension))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        switch (live.Call.Party.Kind)
        {
            case PartyKind.Internal:
                return Results.LocalRedirect("/");
            case PartyKind.Anonymous:
                return Results.LocalRedirect("/customers/new");
        }

        var number = numbers.Read(live.Call.Party.Number);
        var match = await matcher.FindAsync(number, cancellationToken) ?? live.Match ?? CustomerMatch.None;
        return match.Customers.Count switch
        {
            0 when viewer.Mask.Hides => Results.LocalRedirect(MaskedCalls.NewCardUrl(callId)),
            0 => Results.LocalRedirect($"/customers/new?phone={Uri.EscapeDataString(number.E164 ?? number.Raw)}"),
            // Without a link elsewhere our own card is still a card.
            1 => Results.Redirect(viewer.Mask.Of(match.Customers[0], number.E164 ?? number.Raw, MaskedCalls.NewCardUrl(callId)).Url ?? $"/customers/{match.Customers[0].Id}"),
            _ => Results.LocalRedirect($"/customers?call={Uri.EscapeDataString(callId)}"),
        };
    }
}
