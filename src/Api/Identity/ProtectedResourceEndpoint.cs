using Microsoft.Net.Http.Headers;
using Modular.Api.Errors;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity;

namespace Modular.Api.Identity;

/// <summary>
/// Names the issuers of the tokens that this server takes (RFC 9728 section 3), for the server as a whole, and for the address of each route that takes
/// tokens: a strict client compares the <c>resource</c> with the address that it asked (section 3.3). Open, for a client asks before it has a
/// token, and to scripts of every origin, for a client may be one.
/// </summary>
internal static class ProtectedResourceEndpoint
{
    public const string Path = "/.well-known/oauth-protected-resource";

    private const string Cors = "ProtectedResource";

    // A client that asks again and again need not; one that knows yesterday's providers would be lost.
    private static readonly TimeSpan HoldsFor = TimeSpan.FromMinutes(5);

    public static IServiceCollection AddProtectedResource(this IServiceCollection services) => services
        .AddSingleton<ProtectedRoutes>()
        .AddCors(cors => cors.AddPolicy(
            Cors, policy => policy.AllowAnyOrigin().WithMethods(HttpMethods.Get, HttpMethods.Head).AllowAnyHeader().SetPreflightMaxAge(HoldsFor)));

    /// <summary>Before anything that may refuse, so that scripts can read the refusal, too.</summary>
    public static void UseProtectedResourceCors(this WebApplication app) =>
        app.UseWhen(http => http.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase), branch => branch.UseCors());

    public static void MapProtectedResource(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext http, PublicUrl publicUrl, IdentityProviders providers) => Describe(http, publicUrl.Value, publicUrl, providers))
            .AllowAnonymous()
            .RequireCors(Cors)
            .WithName("GetProtectedResource")
            .WithTags("Identity")
            .WithSummary("Get protected resource metadata")
            .WithDescription("Who gives the access tokens that this server takes, and with which scopes (RFC 9728).")
            .Produces<ProtectedResource>();
        routes.MapGet(Path + "/{**route}", DescribeRoute).AllowAnonymous().RequireCors(Cors).ExcludeFromDescription();
    }

    /// <summary>The address of the metadata about the requested resource.</summary>
    public static string MetadataOf(HttpContext http)
    {
        var isRoute = ProtectedRoutes.IsOne(http.GetEndpoint())
            || http.RequestServices.GetRequiredService<ProtectedRoutes>().Include(http, http.Request.Path);
        return http.RequestServices.GetRequiredService<PublicUrl>().Of(isRoute ? Path + http.Request.Path.ToUriComponent() : Path);
    }

    private static IResult DescribeRoute(HttpContext http, PublicUrl publicUrl, IdentityProviders providers, ProtectedRoutes routes)
    {
        http.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase, out var route);
        return routes.Include(http, route)
            ? Describe(http, publicUrl.Of(route.ToUriComponent()), publicUrl, providers)
            : Problem.OfStatus(StatusCodes.Status404NotFound).AsResult();
    }

    private static IResult Describe(HttpContext http, string resource, PublicUrl publicUrl, IdentityProviders providers)
    {
        http.Response.GetTypedHeaders().CacheControl = new CacheControlHeaderValue { Public = true, MaxAge = HoldsFor };
        return TypedResults.Ok(new ProtectedResource(
            resource,
            "Modular",
            [.. providers.Descriptions.Select(provider => provider.Issuer)],
            [.. providers.Descriptions.SelectMany(provider => PermissionNames.Known.Select(name => provider.ScopePrefix + name)).Distinct(StringComparer.Ordinal)],
            ["header"],
            publicUrl.Of(PublicUrl.Documentation)));
    }
}
