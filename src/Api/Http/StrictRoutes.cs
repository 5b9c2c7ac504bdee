namespace Modular.Api.Http;

/// <summary>What <c>long</c> and <c>guid</c> mean in a route: one spelling for each value.</summary>
internal static class StrictRoutes
{
    public static IServiceCollection AddStrictRoutes(this IServiceCollection services) => services.Configure<RouteOptions>(routes =>
    {
        routes.SetParameterPolicy<CanonicalNumber>("long");
        routes.SetParameterPolicy<CanonicalGuid>("guid");
    });
}
