using System.Security.Claims;
using PhonePop.Server.Customers;
using PhonePop.Server.Live;
using PhonePop.Server.Security;

namespace PhonePop.Server.Api;

/// <summary>What supervisors watch: conversations and PBXs.</summary>
internal static class SupervisionApi
{
    public static void MapSupervision(this RouteGroupBuilder api)
    {
        var supervision = api.MapGroup("").WithTags("Supervision").RequireAuthorization(SecurityExtensions.SupervisorPolicy);
        supervision.MapGet("/conversations", (ClaimsPrincipal user, ConversationBoard board, PhoneNumberReader numbers, IOperatorNames names) =>
            board.Conversations(Viewer.From(user).Audience).Select(c => ConversationDto.From(c, numbers, names))).WithSummary("Who talks or waits with whom.");
        supervision.MapGet("/pbxes", (PbxBoard board, PopDelays delays) => board.Pbxes().Select(p => PbxDto.From(p, delays))).WithSummary("How we stand with each PBX.");
    }
}
