using System.Globalization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;
using PhonePop.Server.Components.Calls;
using PhonePop.Server.Components.Circuits;
using PhonePop.Server.Components.Shared;
using PhonePop.Server.Components.Text;
using PhonePop.Server.Data;
using PhonePop.Server.Security;

namespace PhonePop.Server.Components;

/// <summary>The pages, registered and mapped.</summary>
public static class PagesExtensions
{
    /// <summary>Adds what pages need: Blazor, MudBlazor, texts and the viewer's clock.</summary>
    public static IServiceCollection AddPhonePopPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(o => o.MaxBufferedUnacknowledgedRenderBatches = 10); // a browser that draws nothing holds no more than that, and is shown the newest then
        services.AddSingleton<OpenCircuits>();
        services.AddScoped<CircuitHandler, CircuitCounter>();
        services.AddSingleton<PageDoor>();
        services.AddScoped<CircuitTurn>();
        services.AddScoped<CircuitHandler>(s => s.GetRequiredService<CircuitTurn>());
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.AddMudServices(o => (o.SnackbarConfiguration.PositionClass, o.SnackbarConfiguration.MaximumOpacity) = (Defaults.Classes.Position.BottomCenter, 100));
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped(_ => new Texts(CultureInfo.CurrentUICulture)); // asked for early in a circuit, while its culture is the viewer's
        services.AddScoped<ViewerClock>();
        services.AddScoped<CallPeople>();
        services.Configure<RequestLocalizationOptions>(o =>
        {
            o.SetDefaultCulture(Texts.Languages[0]);
            o.SupportedCultures = o.SupportedUICultures = [.. Texts.Languages.Select(CultureInfo.GetCultureInfo)];
            o.RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
        });
        return services;
    }

    /// <summary>Maps the pages. Call it before authentication and authorization: their refusals get a page from here.</summary>
    public static WebApplication MapPhonePopPages(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            // Only browsers get a page for 403 and 404: programs get the problem document of the API.
            if (!IsForAPage(context.Request) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
            {
                pages.Enabled = false;
            }

            return next(context);
        });
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (Exception e) when (DatabaseTroubles.Of(e) is { } trouble && !context.Response.HasStarted && !SecurityExtensions.IsForPrograms(context.Request.Path))
            {
                ShowTrouble(context, trouble);
            }
        });
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    /// <summary>Pages are made in turn (<see cref="PageDoor"/>). Call it after authorization: who is refused takes nobody's place.</summary>
    public static WebApplication UsePageDoor(this WebApplication app)
    {
        var door = app.Services.GetRequiredService<PageDoor>();
        app.Use(async (context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null)
            {
                await next(context);
                return;
            }

            using (await door.EnterAsync(context.RequestAborted))
            {
                await next(context);
            }
        });
        return app;
    }

    // A form that was sent goes on to a page of its own, from which the browser's way back leads to what was typed.
    private static void ShowTrouble(HttpContext context, DatabaseTrouble trouble)
    {
        var status = trouble == DatabaseTrouble.Full ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status503ServiceUnavailable;
        context.Response.Clear();
        if (HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Redirect($"/status/{status}");
            return;
        }

        context.Response.StatusCode = status;
    }

    private static bool IsForAPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !SecurityExtensions.IsForPrograms(request.Path) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
