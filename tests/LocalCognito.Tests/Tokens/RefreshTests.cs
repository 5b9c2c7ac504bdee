using System.Net;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Tokens;

public sealed class RefreshTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private async Task<JsonObject> SignInAsync(string client, params (string Name, string? Value)[] changes)
    {
        using var browser = pool.OpenBrowser();
        var code = await browser.CodeAsync("alice", [("client_id", client), .. changes]);
        return await pool.TokensAsync(
            $"{client}:web-secret", ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Browser.RedirectUri));
    }

    private Task<HttpResponseMessage> RefreshAsync(string client, string token, params (string Name, string Value)[] more) =>
        pool.PostAsync("oauth2/token", $"{client}:web-secret", [("grant_type", "refresh_token"), ("refresh_token", token), .. more]);

    [Fact]
    public async Task A_refresh_renews_both_tokens_and_keeps_the_sign_in()
    {
        var first = await SignInAsync("web-client", ("nonce", "once"));
        var signedInAt = pool.Now;
        pool.Clock.Advance(TimeSpan.FromMinutes(30));
        using var response = await RefreshAsync("web-client", first.Text("refresh_token"));
        var second = await response.JsonAsync();

        second.ContainsKey("refresh_token").ShouldBeFalse();
        var (old, access) = (ReadToken.Of(first.Text("access_token")), await ReadToken.VerifiedAsync(pool, second.Text("access_token")));
        access.Text("origin_jti").ShouldBe(old.Text("origin_jti"));
        access.Text("jti").ShouldNotBe(old.Text("jti"), StringComparer.Ordinal);
        access.Number("auth_time").ShouldBe(signedInAt);
        access.Number("iat").ShouldBe(pool.Now);
        ReadToken.Of(second.Text("id_token")).Claims.ContainsKey("nonce").ShouldBeFalse();
    }

    [Fact]
    public async Task A_refresh_token_without_rotation_works_again_until_it_expires()
    {
        var token = (await SignInAsync("web-client")).Text("refresh_token");
        for (var time = 0; time < 3; time++)
        {
            using var good = await RefreshAsync("web-client", token);
            good.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        pool.Clock.Advance(TimeSpan.FromDays(30));
        using var expired = await RefreshAsync("web-client", token);
        (await expired.JsonAsync()).Text("error").ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_rotated_token_works_within_its_grace_and_not_after()
    {
        var old = (await SignInAsync("rotating-client")).Text("refresh_token");
        using var first = await RefreshAsync("rotating-client", old);
        var next = (await first.JsonAsync()).Text("refresh_token");
        next.ShouldNotBe(old, StringComparer.Ordinal);

        pool.Clock.Advance(TimeSpan.FromSeconds(30));
        using (var retry = await RefreshAsync("rotating-client", old))
        {
            retry.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        pool.Clock.Advance(TimeSpan.FromSeconds(1));
        using (var late = await RefreshAsync("rotating-client", old))
        {
            late.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        using var successor = await RefreshAsync("rotating-client", next);
        successor.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_grace_a_rotated_token_works_for_exactly_one_of_many_at_once()
    {
        var old = (await SignInAsync("strict-client")).Text("refresh_token");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RefreshAsync("strict-client", old)));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var answer in answers)
        {
            answer.Dispose();
        }
    }

    [Fact]
    public async Task Within_its_grace_a_rotated_token_works_for_each_of_many_at_once_and_each_successor_is_its_own()
    {
        var old = (await SignInAsync("rotating-client")).Text("refresh_token");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RefreshAsync("rotating-client", old)));
        var successors = new List<string>();
        foreach (var answer in answers)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            successors.Add((await answer.JsonAsync()).Text("refresh_token"));
            answer.Dispose();
        }

        successors.Distinct(StringComparer.Ordinal).Count().ShouldBe(20);
        pool.Clock.Advance(TimeSpan.FromSeconds(31));
        using (var late = await RefreshAsync("rotating-client", old))
        {
            late.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        foreach (var successor in successors)
        {
            using var good = await RefreshAsync("rotating-client", successor);
            good.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Revoking_any_token_of_a_rotated_family_ends_all_of_it()
    {
        var old = (await SignInAsync("rotating-client")).Text("refresh_token");
        using var rotated = await RefreshAsync("rotating-client", old);
        var next = await rotated.JsonAsync();
        using var revoked = await pool.PostAsync("oauth2/revoke", "rotating-client:web-secret", ("token", old));
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await RefreshAsync("rotating-client", next.Text("refresh_token"));
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var online = await pool.UserInfoAsync($"Bearer {next.Text("access_token")}");
        online.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_rotation_does_not_prolong_the_sign_in()
    {
        var token = (await SignInAsync("rotating-client")).Text("refresh_token");
        pool.Clock.Advance(TimeSpan.FromDays(29));
        using var rotated = await RefreshAsync("rotating-client", token);
        token = (await rotated.JsonAsync()).Text("refresh_token");
        pool.Clock.Advance(TimeSpan.FromDays(1));
        using var expired = await RefreshAsync("rotating-client", token);
        expired.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_refresh_may_narrow_its_scope_and_never_widen_it()
    {
        var token = (await SignInAsync("web-client", ("scope", "openid modular/orders.read"))).Text("refresh_token");
        using var narrow = await RefreshAsync("web-client", token, ("scope", "modular/orders.read"));
        ReadToken.Of((await narrow.JsonAsync()).Text("access_token")).Text("scope").ShouldBe("modular/orders.read");
        using var wide = await RefreshAsync("web-client", token, ("scope", "modular/orders.write"));
        (await wide.JsonAsync()).Text("error").ShouldBe("invalid_scope");
    }

    [Fact]
    public async Task A_refresh_token_belongs_to_its_client()
    {
        var token = (await SignInAsync("web-client")).Text("refresh_token");
        using var stranger = await RefreshAsync("rotating-client", token);
        (await stranger.JsonAsync()).Text("error").ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task Refresh_survives_a_retired_key()
    {
        var token = (await SignInAsync("web-client")).Text("refresh_token");
        using var rotated = await pool.ControlAsync("keys/rotate", new JsonObject { ["use"] = "access", ["retireOld"] = true });
        using var response = await RefreshAsync("web-client", token);
        await ReadToken.VerifiedAsync(pool, (await response.JsonAsync()).Text("access_token"));
    }
}
