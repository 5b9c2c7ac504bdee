using System.Net.Http.Json;
using System.Text.Json;
using Modular.LocalCognito;

namespace Modular.Api.Tests.Hosting;

/// <summary>The resource server with the Cognito adapter, and a user pool beside it on loopback.</summary>
public class CognitoApiHost : ApiHost, IAsyncLifetime
{
    private LocalCognitoServer? _pool;

    /// <summary>The user pool; its clock is the server's.</summary>
    public LocalCognitoServer Pool => _pool ?? throw new InvalidOperationException("Not started yet.");

    protected override IEnumerable<(string Setting, string Value)> Settings =>
    [
        ("Identity:Providers:main:Kind", "Cognito"),
        ("Identity:Providers:main:UserPoolId", Pool.PoolId),
        ("Identity:Providers:main:Issuer", Pool.Issuer),
        ("Identity:Providers:main:ClientIds:0", "web-client"),
        ("Identity:Providers:main:MachineClientIds:0", "fulfilment-client"),
        ("Identity:Providers:main:ResourceServer", "modular"),
        ("SampleData:Identities:0:Person", "alice"),
        ("SampleData:Identities:0:Issuer", Pool.Issuer),
        ("SampleData:Identities:0:Subject", "00000000-0000-4000-8000-00000000000a"),
    ];

    public async ValueTask InitializeAsync() =>
        _pool = await LocalCognitoServer.StartAsync(options => options.TimeProvider = Clock, TestContext.Current.CancellationToken);

    /// <summary>Any access token, valid or broken, as the pool's control API mints it.</summary>
    public async Task<string> MintAsync(object order)
    {
        using var client = Pool.CreateClient();
        using var response = await client.PostAsJsonAsync("/_local/tokens", order, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.JsonAsync()).Text("access_token");
    }

    /// <summary>How often the resource server asked the pool for its keys.</summary>
    public async Task<int> KeyFetchesAsync()
    {
        using var client = Pool.CreateClient();
        var counts = await client.GetFromJsonAsync<Dictionary<string, int>>("/_local/requests", JsonSerializerOptions.Web, TestContext.Current.CancellationToken);
        return counts!.GetValueOrDefault("GET " + Pool.KeysUri.AbsolutePath);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_pool is not null)
        {
            await _pool.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
