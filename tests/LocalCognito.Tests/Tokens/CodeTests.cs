using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Tokens;

public sealed class CodeTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string CliRedirect = "http://localhost:8400/callback";

    private static string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    private Task<HttpResponseMessage> RedeemAsync(string code, params (string Name, string Value)[] more) => pool.PostAsync(
        "oauth2/token",
        "web-client:web-secret",
        [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Browser.RedirectUri), .. more]);

    private async Task<string> CodeAsync(params (string Name, string? Value)[] changes)
    {
        using var browser = pool.OpenBrowser();
        return await browser.CodeAsync("alice", changes);
    }

    private static async Task RefusedAsync(HttpResponseMessage response, string error = "invalid_grant")
    {
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.JsonAsync()).Text("error").ShouldBe(error);
    }

    [Fact]
    public async Task A_code_works_once_and_its_second_use_kills_what_the_first_one_got()
    {
        var code = await CodeAsync();
        using var first = await RedeemAsync(code);
        var tokens = await first.JsonAsync();
        using (var before = await pool.UserInfoAsync($"Bearer {tokens.Text("access_token")}"))
        {
            before.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var second = await RedeemAsync(code);
        await RefusedAsync(second);
        using var after = await pool.UserInfoAsync($"Bearer {tokens.Text("access_token")}");
        after.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var refresh = await pool.PostAsync(
            "oauth2/token", "web-client:web-secret", ("grant_type", "refresh_token"), ("refresh_token", tokens.Text("refresh_token")));
        await RefusedAsync(refresh);
    }

    [Fact]
    public async Task Of_twenty_redemptions_at_once_exactly_one_succeeds()
    {
        using var browser = pool.OpenBrowser();
        (await browser.CodeAsync("alice")).ShouldNotBeEmpty();
        for (var round = 0; round < 50; round++)
        {
            using var again = await browser.AuthorizeAsync();
            var code = Browser.Returned(again, "code")!;
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RedeemAsync(code)));
            answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
            answers.Count(answer => answer.StatusCode == HttpStatusCode.BadRequest).ShouldBe(19);
            foreach (var answer in answers)
            {
                answer.Dispose();
            }
        }
    }

    [Fact]
    public async Task A_code_lives_five_minutes()
    {
        var (early, late) = (await CodeAsync(), await CodeAsync());
        pool.Clock.Advance(TimeSpan.FromSeconds(299));
        using (var good = await RedeemAsync(early))
        {
            good.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        pool.Clock.Advance(TimeSpan.FromSeconds(1));
        using var expired = await RedeemAsync(late);
        await RefusedAsync(expired);
    }

    [Fact]
    public async Task A_public_client_proves_itself_by_its_verifier()
    {
        var code = await CodeAsync(
            ("client_id", "cli-client"), ("redirect_uri", CliRedirect), ("code_challenge", Challenge), ("code_challenge_method", "S256"));
        var tokens = await pool.TokensAsync(
            null,
            ("grant_type", "authorization_code"),
            ("client_id", "cli-client"),
            ("code", code),
            ("redirect_uri", CliRedirect),
            ("code_verifier", Verifier));
        ReadToken.Of(tokens.Text("access_token")).Text("client_id").ShouldBe("cli-client");
    }

    [Theory]
    [InlineData("wrong-verifier-wrong-verifier-wrong-verifier-1")]
    [InlineData("short")]
    [InlineData(null)]
    public async Task A_wrong_or_missing_verifier_is_refused_and_does_not_use_up_the_code(string? verifier)
    {
        var code = await CodeAsync(("code_challenge", Challenge), ("code_challenge_method", "S256"));
        using var refused = verifier is null ? await RedeemAsync(code) : await RedeemAsync(code, ("code_verifier", verifier));
        await RefusedAsync(refused);
        using var good = await RedeemAsync(code, ("code_verifier", Verifier));
        good.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_verifier_without_a_challenge_is_refused()
    {
        using var refused = await RedeemAsync(await CodeAsync(), ("code_verifier", Verifier));
        await RefusedAsync(refused);
    }

    [Fact]
    public async Task A_code_belongs_to_its_client()
    {
        var code = await CodeAsync();
        using var stranger = await pool.PostAsync(
            "oauth2/token",
            "rotating-client:web-secret",
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", Browser.RedirectUri));
        await RefusedAsync(stranger);
        using var owner = await RedeemAsync(code);
        owner.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Another_redirect_uri_at_the_token_endpoint_is_refused_as_Cognito_does()
    {
        using var refused = await pool.PostAsync(
            "oauth2/token",
            "web-client:web-secret",
            ("grant_type", "authorization_code"),
            ("code", await CodeAsync()),
            ("redirect_uri", "http://localhost:5090/other"));
        (await refused.JsonAsync()).ToJsonString().ShouldBe("""{"error":"unauthorized_client","error_description":"invalid_redirect"}""");
    }
}
