using System.Diagnostics;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Modular.AppClient.SignIn;

/// <summary>Sign-in by OpenID Connect (code + PKCE); the session is kept on this side, and the cookie has its id alone.</summary>
internal static class SignInSetup
{
    public static void AddSignIn(this IServiceCollection services, AppClientSettings settings, IHostEnvironment environment)
    {
        // Sessions live as long as this process, so the keys of the cookies that name them need not live longer.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<ProviderMetadata>();
        services.AddSingleton<SignInEvents>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie()
            .AddOpenIdConnect(openIdConnect => Configure(openIdConnect, settings, environment));
        services.PostConfigure<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme, openIdConnect => openIdConnect.Backchannel.NameItself());
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<SessionStore>((cookie, sessions) => Configure(cookie, sessions, environment));
        services.AddAntiforgery(antiforgery => Protect(antiforgery.Cookie, "form", SameSiteMode.Strict, environment));

        // A page is for signed-in people unless it says otherwise.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    private static void Configure(CookieAuthenticationOptions cookie, SessionStore sessions, IHostEnvironment environment)
    {
        Protect(cookie.Cookie, "session", SameSiteMode.Lax, environment);
        cookie.SessionStore = sessions;
        cookie.SlidingExpiration = false;
        cookie.LoginPath = "/sign-in";
        cookie.ReturnUrlParameter = "returnUrl";
    }

    private static void Configure(OpenIdConnectOptions openIdConnect, AppClientSettings settings, IHostEnvironment environment)
    {
        openIdConnect.Authority = settings.Authority.AbsoluteUri.TrimEnd('/');
        openIdConnect.RequireHttpsMetadata = !environment.IsDevelopment();
        openIdConnect.ClientId = settings.ClientId;
        openIdConnect.ClientSecret = settings.ClientSecret;
        openIdConnect.ResponseType = OpenIdConnectResponseType.Code;
        // Back as a redirect, not as a form post from the provider's site: so the cookies of the sign-in can be SameSite=Lax.
        openIdConnect.ResponseMode = OpenIdConnectResponseMode.Query;
        openIdConnect.Scope.Clear();
        foreach (var scope in settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            openIdConnect.Scope.Add(scope);
        }

        openIdConnect.MapInboundClaims = false;
        openIdConnect.TokenValidationParameters.NameClaimType = "name";
        openIdConnect.DisableTelemetry = true;
        openIdConnect.EventsType = typeof(SignInEvents);
        openIdConnect.BackchannelTimeout = TimeSpan.FromSeconds(10);
        // The provider is another party: it learns no trace id.
        openIdConnect.BackchannelHttpHandler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        };
        Protect(openIdConnect.CorrelationCookie, "sign-in.", SameSiteMode.Lax, environment);
        Protect(openIdConnect.NonceCookie, "nonce.", SameSiteMode.Lax, environment);
        // Signing out is this program's own page.
        openIdConnect.RemoteSignOutPath = default;
        openIdConnect.SignedOutCallbackPath = default;
    }

    private static void Protect(CookieBuilder cookie, string name, SameSiteMode sameSite, IHostEnvironment environment)
    {
        // __Host-: the browser takes it over https only, and from this very host, so no neighbouring site can plant one.
        cookie.Name = (environment.IsDevelopment() ? "modular-" : "__Host-modular-") + name;
        cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        cookie.HttpOnly = true;
        cookie.SameSite = sameSite;
        cookie.Path = "/";
        cookie.IsEssential = true;
    }
}
