using System.Net;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Tokens;

public sealed class RevokeTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private const string Web = "web-client:web-secret";

    private async Task<JsonObject> SignInAsync()
    {
        using var browser = pool.OpenBrowser();
        var code = await browser.CodeAsync("alice");
        return await pool.TokensAsync(Web, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Browser.RedirectUri));
    }

    [Fact]
    public async Task It_kills_the_refresh_token_and_its_access_tokens_for_Cognitos_own_endpoints_only()
    {
        var (tokens, other) = (await SignInAsync(), await SignInAsync());
        using (var revoked = await pool.PostAsync("oauth2/revoke", Web, ("token", tokens.Text("refresh_token"))))
        {
            revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await revoked.TextAsync()).ShouldBeEmpty();
        }

        using var refresh = await pool.PostAsync(
            "oauth2/token", Web, ("grant_type", "refresh_token"), ("refresh_token", tokens.Text("refresh_token")));
        (await refresh.JsonAsync()).Text("error").ShouldBe("invalid_grant");
        using var online = await pool.UserInfoAsync($"Bearer {tokens.Text("access_token")}");
        online.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ReadToken.IsGoodAsync(pool, tokens.Text("access_token"))).ShouldBeTrue();

        using var untouched = await pool.UserInfoAsync($"Bearer {other.Text("access_token")}");
        untouched.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_unknown_or_revoked_token_is_no_error()
    {
        var token = (await SignInAsync()).Text("refresh_token");
        foreach (var sent in new[] { "unknown", token, token })
        {
            using var response = await pool.PostAsync("oauth2/revoke", Web, ("token", sent));
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Wrong_requests_get_their_errors()
    {
        var tokens = await SignInAsync();
        await RefusedAsync(Web, "", 400, "invalid_request");
        await RefusedAsync(Web, tokens.Text("access_token"), 400, "unsupported_token_type");
        await RefusedAsync(Web, tokens.Text("id_token"), 400, "unsupported_token_type");
        await RefusedAsync("web-client:wrong", tokens.Text("refresh_token"), 401, "invalid_client");
        await RefusedAsync("rotating-client:web-secret", tokens.Text("refresh_token"), 401, "invalid_client");
    }

    private async Task RefusedAsync(string basic, string token, int status, string error)
    {
        using var response = await pool.PostAsync("oauth2/revoke", basic, ("token", token));
        ((int)response.StatusCode).ShouldBe(status);
        (await response.TextAsync()).ShouldBe($$"""{"error":"{{error}}"}""");
    }
}
