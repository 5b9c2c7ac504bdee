using Microsoft.AspNetCore.Hosting.Server;
using Modular.LocalCognito.Authorize;
using Modular.LocalCognito.Control;
using Modular.LocalCognito.Discovery;
using Modular.LocalCognito.Grants;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Keys;
using Modular.LocalCognito.Login;
using Modular.LocalCognito.Pages;
using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Sessions;
using Modular.LocalCognito.Storage;
using Modular.LocalCognito.Tokens;

namespace Modular.LocalCognito;

/// <summary>Registers the services of the program. All of them live as long as the program.</summary>
internal static class ServiceRegistration
{
    public static void AddLocalCognito(this IServiceCollection services, UserPool pool, DataFolder? folder, FirstKeys? firstKeys, LocalCognitoOptions options)
    {
        // Read or made while the server starts.
        var keys = Task.Run(() => KeyRing.CreateAsync(options.NewKey, new JwksFile(pool, folder), firstKeys));
        var clock = new ShiftedClock(options.TimeProvider);
        services.AddSingleton(pool).AddSingleton(clock).AddSingleton<TimeProvider>(clock);
        var publicUrl = PublicUrl.Check(options.PublicUrl);
        services.AddSingleton(provider => new ServerAddress(provider.GetRequiredService<IServer>(), pool, publicUrl));
        services.AddSingleton(_ => keys.GetAwaiter().GetResult()).AddSingleton<JwksEndpoint>().AddSingleton<DiscoveryEndpoint>();
        services.AddSingleton<AuthorizeRequestReader>().AddSingleton<AuthorizationCodeStore>().AddSingleton<AuthorizationResponse>().AddSingleton<AuthorizeEndpoint>();
        services.AddSingleton(_ => new Persistence(folder)).AddSingleton<UserStates>().AddSingleton<SessionStore>();
        services.AddSingleton<SessionCookie>().AddSingleton<AntiForgery>().AddSingleton<LoginEndpoint>().AddSingleton<LogoutEndpoint>();
        services.AddSingleton<PageLayout>().AddSingleton<LoginPage>().AddSingleton<ErrorPage>().AddSingleton<HomePage>();
        services.AddSingleton<ClientAuthentication>().AddSingleton<TokenResponse>().AddSingleton<TokenEndpoint>();
        services.AddSingleton<CodeGrant>().AddSingleton<RefreshGrant>().AddSingleton<ClientCredentialsGrant>();
        services.AddSingleton<RefreshTokenStore>().AddSingleton<RevokedSignIns>().AddSingleton<SignIns>().AddSingleton<RevokeEndpoint>().AddSingleton<UserInfoEndpoint>();
        services.AddSingleton<OrderedFaults>().AddSingleton<RequestCounts>().AddSingleton<TokenMint>();
        services.AddSingleton<SessionsControl>().AddSingleton<UsersControl>();
        services.AddSingleton<KeysControl>().AddSingleton<TokensControl>().AddSingleton<FaultsControl>().AddSingleton<ClockControl>();
    }
}
