using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Modular.Telemetry.Edge;

/// <summary>
/// The web server, with <see cref="EdgeApplication{TContext}"/> before its application: ASP.NET Core begins the trace of a request before any
/// middleware runs, by its headers alone, so a middleware would be too late.
/// </summary>
internal sealed class EdgeServer(IServer server, TrustedParents trusted) : IServer
{
    public IFeatureCollection Features => server.Features;

    /// <summary>Puts it in the place of the web server that is registered.</summary>
    public static void AddTo(IServiceCollection services, TrustedParents trusted)
    {
        var registered = services.Last(service => service.ServiceType == typeof(IServer));
        services.Remove(registered);
        services.AddSingleton<IServer>(provider => new EdgeServer(Create(registered, provider), trusted));
    }

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull =>
        server.StartAsync(new EdgeApplication<TContext>(application, trusted), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    public void Dispose() => server.Dispose();

    private static IServer Create(ServiceDescriptor registered, IServiceProvider provider) => (IServer)(
        registered.ImplementationInstance
        ?? registered.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!));
}
