using System.Buffers.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Modular.LocalCognito.Tests.Running;

/// <summary>A token taken apart, its signature checked by a library that is not of this repository.</summary>
internal sealed record ReadToken(JsonObject Header, JsonObject Claims)
{
    public IEnumerable<string> Names => Claims.Select(claim => claim.Key).Order(StringComparer.Ordinal);

    public string Kid => Header.Text("kid");

    public string? Text(string name) => Claims[name]?.GetValue<string>();

    public long Number(string name) => Claims[name]!.GetValue<long>();

    public static async Task<ReadToken> VerifiedAsync(RunningPool pool, string token)
    {
        (await IsGoodAsync(pool, token)).ShouldBeTrue("The signature does not match a published key.");
        return Of(token);
    }

    public static ReadToken Of(string token)
    {
        var parts = token.Split('.');
        parts.Length.ShouldBe(3);
        return new ReadToken(Parse(parts[0]), Parse(parts[1]));
    }

    /// <summary>Whether the published keys and the issuer accept it; its times are looked at by the tests themselves.</summary>
    public static async Task<bool> IsGoodAsync(RunningPool pool, string token)
    {
        var keys = await pool.Http.GetStringAsync(pool.Server.KeysUri, TestContext.Current.CancellationToken);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = new JsonWebKeySet(keys).GetSigningKeys(),
            TryAllIssuerSigningKeys = false,
            ValidIssuer = pool.Server.Issuer,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        return result.IsValid;
    }

    private static JsonObject Parse(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();
}
