using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Http;

/// <summary>Where the pool is reached. Known once the server listens, because the port may have been chosen by the system.</summary>
internal sealed class ServerAddress(IServer server, UserPool pool, string? publicUrl)
{
    private string? _listening;
    private string? _base;

    /// <summary>
    /// The address under which callers reach the endpoints, without a slash at its end: <c>LocalCognito:PublicUrl</c>, else the address of the
    /// pool's issuer, else the listening address. Never taken from a request's <c>Host</c>.
    /// </summary>
    public string Base => _base ??= publicUrl ?? OfIssuer() ?? Listening;

    /// <summary>The first address at which this process listens, without a slash at its end.</summary>
    public string Listening => _listening ??= First();

    public string Issuer => pool.Issuer ?? $"{Base}/{pool.PoolId}";

    private string First()
    {
        var address = BindingAddress.Parse(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }

    // Callers find discovery below the issuer. The issuer of a real pool is on a host of its own, where this program never is.
    private string? OfIssuer()
    {
        var end = "/" + pool.PoolId;
        if (pool.Issuer is not { } issuer || !issuer.EndsWith(end, StringComparison.Ordinal))
        {
            return null;
        }

        var url = new Uri(issuer[..^end.Length]);
        return url.AbsolutePath is "/" && !IsAmazons(url.Host) ? issuer[..^end.Length] : null;
    }

    private static bool IsAmazons(string host) =>
        host.StartsWith("cognito-idp.", StringComparison.OrdinalIgnoreCase) || host.StartsWith("issuer-cognito-idp.", StringComparison.OrdinalIgnoreCase);
}
