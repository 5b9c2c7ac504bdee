namespace Modular.Api.Http;

/// <summary>Makes <c>long</c> and <c>guid</c> in a route accept one spelling of each value.</summary>
internal static class StrictRoutes
{
    public static IServiceCollection AddStrictRoutes(this IServiceCollection services) => services.Configure<RouteOptions>(routes =>
    {
        routes.SetParameterPolicy<CanonicalNumber>("long");
        routes.SetParameterPolicy<CanonicalGuid>("guid");
    });
}
