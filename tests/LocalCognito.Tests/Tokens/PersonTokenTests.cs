using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Tokens;

public sealed class PersonTokenTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private async Task<JsonObject> SignInAsync(string username, params (string Name, string? Value)[] changes)
    {
        using var browser = pool.OpenBrowser();
        var code = await browser.CodeAsync(username, changes);
        return await pool.TokensAsync(
            "web-client:web-secret", ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Browser.RedirectUri));
    }

    [Fact]
    public async Task A_persons_access_token_has_exactly_Cognitos_claims()
    {
        var answer = await SignInAsync("alice");
        answer.Select(field => field.Key).Order(StringComparer.Ordinal)
            .ShouldBe(["access_token", "expires_in", "id_token", "refresh_token", "token_type"]);

        var token = await ReadToken.VerifiedAsync(pool, answer.Text("access_token"));
        token.Header.Select(field => field.Key).ShouldBe(["kid", "alg"]);
        token.Names.ShouldBe(
        [
            "auth_time", "client_id", "event_id", "exp", "iat", "iss", "jti", "origin_jti", "scope", "sub", "token_use", "username", "version",
        ]);
        token.Text("sub").ShouldBe("00000000-0000-4000-8000-00000000000a");
        token.Text("username").ShouldBe("alice");
        token.Text("client_id").ShouldBe("web-client");
        token.Text("token_use").ShouldBe("access");
        token.Text("scope").ShouldBe("openid email modular/orders.read");
        token.Number("version").ShouldBe(2);
        token.Number("auth_time").ShouldBe(pool.Now);
        token.Number("exp").ShouldBe(pool.Now + 3600);
    }

    [Fact]
    public async Task An_id_token_has_exactly_Cognitos_claims()
    {
        var answer = await SignInAsync("carol", ("nonce", "the-nonce"));
        var token = await ReadToken.VerifiedAsync(pool, answer.Text("id_token"));
        token.Header.Select(field => field.Key).ShouldBe(["kid", "alg"]);
        token.Names.ShouldBe(
        [
            "at_hash", "aud", "auth_time", "cognito:groups", "cognito:username", "email", "email_verified", "event_id", "exp", "iat", "iss", "jti",
            "nonce", "origin_jti", "sub", "token_use",
        ]);
        token.Text("aud").ShouldBe("web-client");
        token.Text("token_use").ShouldBe("id");
        token.Text("nonce").ShouldBe("the-nonce");
        token.Text("cognito:username").ShouldBe("carol");
        token.Text("email").ShouldBe("carol@example.com");
        token.Claims["email_verified"]!.GetValue<bool>().ShouldBeTrue();
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(answer.Text("access_token")));
        token.Text("at_hash").ShouldBe(Base64Url.EncodeToString(hash.AsSpan(0, 16)));
    }

    [Fact]
    public async Task Groups_are_an_array_in_both_tokens()
    {
        var answer = await SignInAsync("carol");
        foreach (var name in new[] { "access_token", "id_token" })
        {
            ReadToken.Of(answer.Text(name)).Claims["cognito:groups"]!.ToJsonString().ShouldBe("[\"staff\"]");
        }
    }

    [Fact]
    public async Task Access_and_id_tokens_are_signed_by_different_keys_and_share_their_origin()
    {
        var answer = await SignInAsync("alice");
        var (access, id) = (ReadToken.Of(answer.Text("access_token")), ReadToken.Of(answer.Text("id_token")));
        access.Kid.ShouldNotBe(id.Kid, StringComparer.Ordinal);
        access.Text("origin_jti").ShouldBe(id.Text("origin_jti"));
        access.Text("event_id").ShouldBe(id.Text("event_id"));
        access.Text("jti").ShouldNotBe(id.Text("jti"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Without_openid_there_is_no_id_token()
    {
        var answer = await SignInAsync("alice", ("scope", "modular/orders.read"));
        answer.ContainsKey("id_token").ShouldBeFalse();
        ReadToken.Of(answer.Text("access_token")).Text("scope").ShouldBe("modular/orders.read");
    }

    [Fact]
    public async Task No_scope_means_all_scopes_of_the_client()
    {
        var answer = await SignInAsync("alice", ("scope", null));
        var scopes = ReadToken.Of(answer.Text("access_token")).Text("scope")!.Split(' ');
        scopes.Length.ShouldBe(12);
        scopes.ShouldContain("modular/customers.manage", StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("openid email", false)]
    [InlineData("openid profile", true)]
    [InlineData("openid modular/orders.read", true)]
    public async Task The_name_is_let_out_by_profile_or_by_openid_alone(string scope, bool named)
    {
        var answer = await SignInAsync("alice", ("scope", scope));
        ReadToken.Of(answer.Text("id_token")).Claims.ContainsKey("name").ShouldBe(named);
    }

    [Fact]
    public async Task A_resource_becomes_the_audience_of_the_access_token_only()
    {
        var answer = await SignInAsync("alice", ("resource", "https://api.example.com/orders"));
        ReadToken.Of(answer.Text("access_token")).Text("aud").ShouldBe("https://api.example.com/orders");
        ReadToken.Of(answer.Text("id_token")).Text("aud").ShouldBe("web-client");
    }

    [Fact]
    public async Task A_refresh_token_has_five_parts_and_is_no_access_token()
    {
        var answer = await SignInAsync("alice");
        var refreshToken = answer.Text("refresh_token");
        refreshToken.ShouldStartWith("eyJ");
        refreshToken.Split('.').Length.ShouldBe(5);
        using var response = await pool.UserInfoAsync($"Bearer {refreshToken}");
        ((int)response.StatusCode).ShouldBe(401);
    }
}
