using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Http;

/// <summary>Where the pool is reached. Known once the server listens, because the port may have been chosen by the system.</summary>
internal sealed class ServerAddress(IServer server, UserPool pool)
{
    private string? _base;

    /// <summary>The first listening address, without a slash at its end. Never taken from a request's <c>Host</c>.</summary>
    public string Base => _base ??= First();

    public string Issuer => pool.Issuer ?? $"{Base}/{pool.PoolId}";

    private string First()
    {
        var address = BindingAddress.Parse(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }
}
