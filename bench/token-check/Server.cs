using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Modular.LocalCognito;

namespace Modular.TokenCheck;

/// <summary>Runs one contender beside a user pool of its own, which has nothing to do once the keys are fetched.</summary>
internal static class Server
{
    public static async Task<int> RunAsync(Func<Pool, WebApplication> build, bool isMachine)
    {
        var folder = Directory.CreateTempSubdirectory("modular-bench-").FullName;
        try
        {
            await using var cognito = await LocalCognitoServer.StartAsync();
            var token = isMachine ? cognito.AccessTokenForMachine() : cognito.AccessTokenFor("alice");
            await using var app = build(new Pool(cognito.Issuer, cognito.PoolId, Path.Combine(folder, "modular.db"), token));
            app.MapGet("/bench/stop", (IHostApplicationLifetime life) => life.StopApplication()).AllowAnonymous();
            await app.StartAsync(CancellationToken.None);
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { address, token }));
            await app.WaitForShutdownAsync(CancellationToken.None);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>The settings of a contender.</summary>
/// <param name="Issuer">The issuer to trust.</param>
/// <param name="PoolId">Its pool.</param>
/// <param name="Database">The path of a SQLite file that does not exist yet.</param>
/// <param name="Token">The token that will be sent.</param>
internal sealed record Pool(string Issuer, string PoolId, string Database, string Token);
