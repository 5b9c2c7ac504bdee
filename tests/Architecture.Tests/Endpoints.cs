using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Modular.Api.Errors;
using Modular.Application.Identity;
using Modular.Application.Pipeline;

namespace Modular.Architecture.Tests;

/// <summary>Every endpoint of the real resource server needs a caller, unless it is on the list of those that do not.</summary>
public class Endpoints
{
    private static readonly string[] Open =
    [
        "/health/live", "/health/ready", "/openapi/v1.json", "/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/{**route}",
    ];

    [Fact]
    public void Every_endpoint_needs_a_caller_who_may()
    {
        var folder = Directory.CreateTempSubdirectory("modular-endpoints-");
        try
        {
            using var api = new WebApplicationFactory<Problem>().WithWebHostBuilder(host => host
                .UseEnvironment("Development")
                .UseSetting("Logging:LogLevel:Default", "None")
                .UseSetting("Identity:Providers:fake:Kind", "Fake")
                .UseSetting("ConnectionStrings:Modular", $"Data Source='{Path.Combine(folder.FullName, "modular.db")}';Pooling=False"));
            var endpoints = api.Services.GetRequiredService<EndpointDataSource>().Endpoints;

            endpoints.ShouldContain(endpoint => PathOf(endpoint) == "/api/orders" && endpoint.Metadata.GetMetadata<Access>() != null);
            foreach (var path in Open.Append("/docs/{documentName?}"))
            {
                endpoints.ShouldContain(endpoint => PathOf(endpoint) == path, $"there is no {path}: it can leave the list");
            }

            endpoints.Where(IsUnguarded).Select(PathOf).ShouldBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void An_endpoint_that_lets_anybody_in_is_seen()
    {
        var access = Access.Own(Permissions.OrdersRead);
        IsUnguarded(Route("/api/orders")).ShouldBeTrue();
        IsUnguarded(Route("/api/orders", access)).ShouldBeTrue();
        IsUnguarded(Route("/api/orders", new AuthorizeAttribute())).ShouldBeTrue();
        IsUnguarded(Route("/api/orders", access, new AuthorizeAttribute(), new AllowAnonymousAttribute())).ShouldBeTrue();
        IsUnguarded(Route("/health/live/more", new AllowAnonymousAttribute())).ShouldBeTrue();
        IsUnguarded(Route("/docsx", new AllowAnonymousAttribute())).ShouldBeTrue();
        IsUnguarded(new Endpoint(requestDelegate: null, EndpointMetadataCollection.Empty, "no route")).ShouldBeTrue();
    }

    [Fact]
    public void An_endpoint_that_is_guarded_or_listed_is_not()
    {
        IsUnguarded(Route("/api/orders", Access.Own(Permissions.OrdersRead), new AuthorizeAttribute())).ShouldBeFalse();
        IsUnguarded(Route("/health/live", new AllowAnonymousAttribute())).ShouldBeFalse();
        IsUnguarded(Route("/docs/{documentName?}", new AllowAnonymousAttribute())).ShouldBeFalse();
    }

    private static RouteEndpoint Route(string pattern, params object[] metadata) =>
        new(_ => Task.CompletedTask, RoutePatternFactory.Parse(pattern), order: 0, new EndpointMetadataCollection(metadata), pattern);

    private static string? PathOf(Endpoint endpoint) =>
        (endpoint as RouteEndpoint)?.RoutePattern.RawText is { } path ? "/" + path.Trim('/') : null;

    private static bool IsUnguarded(Endpoint endpoint)
    {
        var path = PathOf(endpoint);
        if (path is not null && (Open.Contains(path, StringComparer.Ordinal) || path == "/docs" || path.StartsWith("/docs/", StringComparison.Ordinal)))
        {
            return false;
        }

        return endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            || endpoint.Metadata.GetMetadata<Access>() is null
            || (endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null);
    }
}
