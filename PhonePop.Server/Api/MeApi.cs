using System.Security.Claims;
using System.Text.Json.Nodes;
using PhonePop.Server.Personal;
using PhonePop.Server.Security;

namespace PhonePop.Server.Api;

/// <summary>What users may set for themselves.</summary>
internal static class MeApi
{
    public static void MapMe(this RouteGroupBuilder api)
    {
        var me = api.MapGroup("/me").WithTags("Me");
        me.MapGet("/settings", async (ClaimsPrincipal user, PersonalSettingsStore store, CancellationToken stop) => await store.FindAsync(Viewer.From(user).Id, stop))
            .WithSummary("How calls reach the asker: what applies, the administrator's defaults, and which of them the asker has set otherwise.");
        me.MapPut("/settings", ChangeAsync).WithSummary("Changes the settings that are named; null goes back to the default, what is left out stays.");
    }

    private static async Task<IResult> ChangeAsync(JsonObject changes, ClaimsPrincipal user, PersonalSettingsStore store, CancellationToken stop)
    {
        try
        {
            return Results.Ok(await store.ChangeAsync(Viewer.From(user).Id, changes, stop));
        }
        catch (PersonalSettingsException e)
        {
            return Results.ValidationProblem(e.Mistakes);
        }
    }
}
