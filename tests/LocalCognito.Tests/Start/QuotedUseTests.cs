using System.Text.Json;

#pragma warning disable MA0040, xUnit1051 // The quotation has no test to be cancelled with.
namespace Modular.LocalCognito.Tests.Start;

/// <summary>The lines that the README quotes, as they are there, do what it says.</summary>
public sealed class QuotedUseTests
{
    [Fact]
    public async Task A_server_is_started_changed_and_asked_for_tokens_as_the_README_shows()
    {
        await using var cognito = await LocalCognitoServer.StartAsync(options =>
            options.EditPool = pool => pool["clients"]![0]!["redirectUris"]!.AsArray().Add("http://localhost/signin-oidc"));

        var token = cognito.AccessTokenFor("alice"); // any person, in one line
        var machine = cognito.AccessTokenForMachine("fulfilment-client");
        // cognito.Issuer, cognito.KeysUri, cognito.BaseAddress, cognito.CreateClient()

        (token.Split('.').Length, machine.Split('.').Length).ShouldBe((3, 3));
        using var client = cognito.CreateClient();
        using var keys = JsonDocument.Parse(await client.GetStringAsync(cognito.KeysUri, TestContext.Current.CancellationToken));
        keys.RootElement.GetProperty("keys").GetArrayLength().ShouldBeGreaterThan(0);
        cognito.KeysUri.ToString().ShouldStartWith(cognito.Issuer);
    }
}
