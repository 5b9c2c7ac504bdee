namespace Modular.AppClient.Orders;

/// <summary>The connection to the resource server.</summary>
internal static class OrdersApiSetup
{
    private const int MostBytes = 1024 * 1024;

    public static void AddOrdersApi(this IServiceCollection services, AppClientSettings settings) =>
        services.AddHttpClient<OrdersApi>(http =>
            {
                http.NameItself();
                http.BaseAddress = new Uri(settings.Api.AbsoluteUri.TrimEnd('/') + "/");
                http.Timeout = TimeSpan.FromSeconds(10);
                http.MaxResponseContentBufferSize = MostBytes;
            })
            // A redirect would carry the person's request to an address that is not configured.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            })
            .RemoveAllLoggers();
}
