using Modular.LocalCognito.Control;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Keys;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito;

/// <summary>
/// A user pool that runs inside this process, on a port of its own:
/// <c>await using var cognito = await LocalCognitoServer.StartAsync();</c>
/// </summary>
public sealed class LocalCognitoServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LocalCognitoServer(WebApplication app) => _app = app;

    /// <summary>The address of its endpoints, with a slash at its end; what an HTTP client takes as its base address.</summary>
    public Uri BaseAddress => new(Address.Listening + "/");

    /// <summary>The <c>iss</c> of its tokens.</summary>
    public string Issuer => Address.Issuer;

    /// <summary>The pool id, as in <c>ap-northeast-2_Modular01</c>.</summary>
    public string PoolId => Pool.PoolId;

    /// <summary>The address of its key set. It need not lie below the issuer, because the pool file may set that freely.</summary>
    public Uri KeysUri => new(BaseAddress, $"{PoolId}/.well-known/jwks.json");

    private ServerAddress Address => _app.Services.GetRequiredService<ServerAddress>();

    private UserPool Pool => _app.Services.GetRequiredService<UserPool>();

    /// <summary>Starts it; it listens when the task ends.</summary>
    /// <param name="configure">Changes the defaults: a free port on loopback, the sample pool, the system's time, no log.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="StartRefusedException">The pool file or the address is wrong; the message says what to change.</exception>
    public static async Task<LocalCognitoServer> StartAsync(
        Action<LocalCognitoOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        var options = new LocalCognitoOptions();
        configure?.Invoke(options);
        var app = LocalCognitoProgram.Build(options);
        try
        {
            await app.StartAsync(cancellationToken);
            return new LocalCognitoServer(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client whose relative addresses are those of this server. It follows no redirect, and keeps no cookie.</summary>
    public HttpClient CreateClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = BaseAddress };

    /// <summary>A valid access token for a person of the pool, without a sign-in; broken ones come from <c>POST /_local/tokens</c>.</summary>
    /// <param name="username">One of the pool's people.</param>
    /// <param name="clientId">The app client that the token is for.</param>
    /// <param name="scopes">Whole names, as in <c>modular/orders.read</c>; none means all that the client may have.</param>
    /// <exception cref="ArgumentException">The pool has no such person.</exception>
    public string AccessTokenFor(string username, string clientId = "web-client", params IReadOnlyList<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        var user = Pool.Users.Find(username) ?? throw new ArgumentException("The pool has no such person.", nameof(username));
        return Mint(user, clientId, scopes);
    }

    /// <summary>A valid access token for a machine, without a call of the token endpoint.</summary>
    /// <param name="clientId">The app client that the token is for.</param>
    /// <param name="scopes">Whole names; none means all that the client may have.</param>
    public string AccessTokenForMachine(string clientId = "fulfilment-client", params IReadOnlyList<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        return Mint(user: null, clientId, scopes);
    }

    /// <summary>Stops it, and frees its port.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private string Mint(PoolUser? user, string clientId, IReadOnlyList<string> scopes)
    {
        var mint = _app.Services.GetRequiredService<TokenMint>();
        return mint.Sign(mint.AccessClaims(user, clientId, scopes.Count == 0 ? null : scopes, expiresIn: null), KeyUse.Access, "current");
    }
}
