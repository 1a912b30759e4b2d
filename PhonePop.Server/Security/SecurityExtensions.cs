using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using PhonePop.Server.Data;
using PhonePop.Server.Live;

namespace PhonePop.Server.Security;

/// <summary>Who may come in. Everything is closed unless it says otherwise.</summary>
public static class SecurityExtensions
{
    /// <summary>The policy of supervisors and administrators.</summary>
    public const string SupervisorPolicy = "Supervisor";

    /// <summary>How long somebody who was locked, or lost a role, may go on at most where nothing noticed at once.</summary>
    internal static readonly TimeSpan LongestStale = TimeSpan.FromSeconds(30);

    private const string EitherScheme = "PhonePop";

    // What programs call: they get a status, not a redirect to a form.
    private static readonly string[] ProgramPaths = ["/api", "/hubs", "/metrics", "/openapi", "/check-call", "/_blazor", "/_framework"];

    /// <summary>Adds accounts, cookie, API keys and policies.</summary>
    public static IServiceCollection AddPhonePopSecurity(this IServiceCollection services)
    {
        services.AddIdentityCore<AppUser>(Configure)
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<PhonePopDbContext>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<AccountClaims>()
            .AddDefaultTokenProviders();
        services.Configure<IdentityPasskeyOptions>(o =>
        {
            o.UserVerificationRequirement = "required"; // a passkey stands for both factors: decision 11
            o.ResidentKeyRequirement = "required"; // nobody types a name before
        });
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, o => o.ForwardDefaultSelector = c =>
                ApiKeyHandler.Presented(c.Request) is null ? IdentityConstants.ApplicationScheme : ApiKeyHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(Configure));
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(SupervisorPolicy, p => p.RequireRole(Roles.Supervisor, Roles.Administrator));
        services.AddSingleton<ViewerStanding>();
        services.AddScoped<AuthenticationStateProvider, CircuitRevalidation>();
        services.AddSignInLimit();
        services.AddAntiforgery(o => (o.Cookie.Name, o.Cookie.SecurePolicy) = ("phonepop-antiforgery", CookieSecurePolicy.SameAsRequest));
        services.AddSingleton<OperatorDirectory>();
        services.AddSingleton<IOperatorNames>(p => p.GetRequiredService<OperatorDirectory>());
        services.AddScoped<AccountSeeder>();
        services.AddScoped<SignInJournal>();
        services.AddScoped<OwnAccount>();
        services.AddSingleton<SeatRules>();
        services.AddSingleton<AccountSessions>();
        services.AddSingleton<AccountStandings>();
        services.AddSingleton<AccountDesk>();
        services.AddSingleton<GroupDesk>();
        services.AddSingleton<IClaimsTransformation, ViewerClaims>();
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<AuditLog>();
        services.AddHostedService<SecurityKeeper>();
        return services;
    }

    /// <summary>True for what programs call.</summary>
    internal static bool IsForPrograms(PathString path) => ProgramPaths.Any(p => path.StartsWithSegments(p));

    private static void Configure(IdentityOptions o)
    {
        DataExtensions.UseIdentitySchema(o);
        o.User.AllowedUserNameCharacters = ""; // all: people are called Анна, too
        o.Password = new PasswordOptions { RequiredLength = 8, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false, RequiredUniqueChars = 3 };
        o.Lockout.MaxFailedAccessAttempts = 5;
        o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
    }

    private static void Configure(CookieAuthenticationOptions o)
    {
        o.Cookie.Name = "phonepop";
        o.Cookie.HttpOnly = true;
        o.Cookie.SameSite = SameSiteMode.Lax;
        o.LoginPath = "/account/sign-in";
        o.ReturnUrlParameter = "returnUrl";
        o.ExpireTimeSpan = TimeSpan.FromDays(14);
        o.SlidingExpiration = true;
        o.Events.OnValidatePrincipal = SessionExtensions.ValidateAsync;
        o.Events.OnRedirectToLogin = context =>
        {
            if (IsForPrograms(context.Request.Path))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            }
            else
            {
                context.Response.Redirect(context.RedirectUri);
            }

            return Task.CompletedTask;
        };
        o.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }
}
