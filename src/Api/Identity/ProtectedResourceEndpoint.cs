using Modular.Application.Identity;
using Modular.Infrastructure.Identity;

namespace Modular.Api.Identity;

/// <summary>Says who gives the tokens that this server takes (RFC 9728 section 3). Open, for a client asks before it has one.</summary>
internal static class ProtectedResourceEndpoint
{
    public const string Path = "/.well-known/oauth-protected-resource";

    public static void MapProtectedResource(this IEndpointRouteBuilder routes) => routes
        .MapGet(Path, Describe)
        .AllowAnonymous()
        .WithName("GetProtectedResource")
        .WithTags("Identity")
        .WithSummary("Get protected resource metadata")
        .WithDescription("Who gives the access tokens that this server takes, and with which scopes (RFC 9728).");

    private static Microsoft.AspNetCore.Http.HttpResults.Ok<ProtectedResource> Describe(PublicUrl publicUrl, IdentityProviders providers) =>
        TypedResults.Ok(new ProtectedResource(
            publicUrl.Value,
            "Modular",
            [.. providers.Descriptions.Select(provider => provider.Issuer)],
            [.. providers.Descriptions.SelectMany(provider => PermissionNames.Known.Select(name => provider.ScopePrefix + name)).Distinct(StringComparer.Ordinal)],
            ["header"],
            publicUrl.Of(Documentation.Path)));
}
