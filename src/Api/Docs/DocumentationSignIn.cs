using Modular.Application.Identity;
using Modular.Infrastructure.Identity;
using Scalar.AspNetCore;

namespace Modular.Api.Docs;

/// <summary>
/// Signing in on the documentation's page: as a person, with an authorization code and PKCE. The setting <c>Documentation:ClientId</c> names a
/// public client that the provider sends back to the page; without it, and for a provider that does not know it, the reader enters one.
/// </summary>
internal static class DocumentationSignIn
{
    private const string Setting = "Documentation:ClientId";

    public static void AddSignIn(this ScalarOptions scalar, IServiceProvider services)
    {
        var (configuration, address) = (services.GetRequiredService<IConfiguration>(), services.GetRequiredService<PublicUrl>());
        foreach (var provider in services.GetRequiredService<IdentityProviders>().Descriptions.Where(provider => provider.AuthorizationEndpoint is not null))
        {
            scalar.AddAuthorizationCodeFlow(provider.Name, flow =>
            {
                flow.WithPkce(Pkce.Sha256).WithRedirectUri(address.Of(PublicUrl.Documentation + "/"));
                if (configuration[Setting] is { Length: > 0 } client && Knows(configuration, provider.Name, client))
                {
                    flow.WithClientId(client).WithSelectedScopes([.. Own.Select(permission => provider.ScopePrefix + permission.Name())]);
                }
            });
        }
    }

    private static IEnumerable<Permissions> Own => Enum.GetValues<Permissions>()
        .Where(permission => permission != Permissions.None && PermissionNames.Everybody.HasFlag(permission));

    private static bool Knows(IConfiguration configuration, string provider, string client) => configuration
        .GetSection($"Identity:Providers:{provider}:ClientIds").GetChildren().Any(known => known.Value == client);
}
