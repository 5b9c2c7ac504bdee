using System.Net.Http.Json;
using System.Text.Json;
using Modular.Api.Tests.Hosting;
using Modular.LocalCognito;

namespace Modular.Api.Tests.Providers;

/// <summary>A user pool on loopback, as Amazon Cognito keeps one.</summary>
public sealed class UserPoolProvider : TrustedProvider
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modular-pool-").FullName;
    private LocalCognitoServer? _pool;
    private string _address = "http://127.0.0.1:0";

    public override string Issuer => Pool.Issuer;

    public override string ScopePrefix => "modular/";

    public override IReadOnlyList<(string Setting, string Value)> Settings =>
    [
        ("Kind", "Cognito"),
        ("UserPoolId", Pool.PoolId),
        ("Issuer", Pool.Issuer),
        ("ClientIds:0", "web-client"),
        ("MachineClientIds:0", "fulfilment-client"),
        ("ResourceServer", "modular"),
    ];

    private LocalCognitoServer Pool => _pool ?? throw new InvalidOperationException("Not started yet.");

    public override string SubjectOf(string person) => person switch
    {
        "alice" => "00000000-0000-4000-8000-00000000000a",
        "bob" => "00000000-0000-4000-8000-00000000000b",
        "carol" => "00000000-0000-4000-8000-00000000000c",
        _ => throw new ArgumentOutOfRangeException(nameof(person), person, "The sample pool has alice, bob and carol."),
    };

    public override async Task StartAsync()
    {
        if (_pool is not null)
        {
            return;
        }

        _pool = await LocalCognitoServer.StartAsync(
            options =>
            {
                options.Urls = _address;
                options.DataFolder = _folder;
            },
            TestContext.Current.CancellationToken);
        _address = _pool.BaseAddress.GetLeftPart(UriPartial.Authority);
    }

    public override async Task StopAsync()
    {
        await Pool.DisposeAsync();
        _pool = null;
    }

    public override Task<string> PersonTokenAsync(string person, params string[] permissions) =>
        Task.FromResult(Pool.AccessTokenFor(person, "web-client", Scopes(permissions)));

    public override Task<string> MachineTokenAsync(params string[] permissions) =>
        Task.FromResult(Pool.AccessTokenForMachine("fulfilment-client", Scopes(permissions)));

    public override Task<string> ExpiredTokenAsync(string person, params string[] permissions) =>
        MintAsync(new { user = person, client = "web-client", scopes = Scopes(permissions), expiresIn = -3600 });

    /// <summary>Any access token, valid or broken, as the pool's control API mints it.</summary>
    public async Task<string> MintAsync(object order)
    {
        using var client = Pool.CreateClient();
        using var response = await client.PostAsJsonAsync("/_local/tokens", order, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.JsonAsync()).Text("access_token");
    }

    /// <summary>Signs access tokens with a new key from now on; the older ones stay published.</summary>
    public async Task RotateKeysAsync()
    {
        using var client = Pool.CreateClient();
        using var response = await client.PostTextAsync("/_local/keys/rotate", """{"use":"access"}""");
        response.EnsureSuccessStatusCode();
    }

    /// <summary>How often its keys were asked for.</summary>
    public async Task<int> KeyFetchesAsync()
    {
        using var client = Pool.CreateClient();
        var counts = await client.GetFromJsonAsync<Dictionary<string, int>>(
            "/_local/requests", JsonSerializerOptions.Web, TestContext.Current.CancellationToken);
        return counts!.GetValueOrDefault("GET " + Pool.KeysUri.AbsolutePath);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_pool is not null)
        {
            await _pool.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
