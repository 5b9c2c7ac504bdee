using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using Modular.Application.Pipeline;

namespace Modular.Api.Identity;

/// <summary>The routes that take access tokens, found among all that are mapped.</summary>
internal sealed class ProtectedRoutes(EndpointDataSource endpoints, ParameterPolicyFactory policies)
{
    private readonly Lazy<IReadOnlyList<RoutePattern>> _patterns = new(() =>
    [
        .. endpoints.Endpoints.Where(IsOne).OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern)
            .DistinctBy(pattern => pattern.RawText, StringComparer.OrdinalIgnoreCase),
    ]);

    /// <summary>Whether an endpoint takes tokens.</summary>
    public static bool IsOne(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<Access>() is not null;

    /// <summary>Whether one of them is at that address, whichever method it takes.</summary>
    public bool Include(HttpContext http, PathString path) => _patterns.Value.Any(pattern => Matches(http, pattern, path));

    private bool Matches(HttpContext http, RoutePattern pattern, PathString path)
    {
        var values = new RouteValueDictionary();
        return new TemplateMatcher(new RouteTemplate(pattern), []).TryMatch(path, values)
            && pattern.ParameterPolicies.All(parameter => parameter.Value.All(policy =>
                policies.Create(pattern.GetParameter(parameter.Key), policy) is not IRouteConstraint constraint
                || constraint.Match(http, route: null, parameter.Key, values, RouteDirection.IncomingRequest)));
    }
}
