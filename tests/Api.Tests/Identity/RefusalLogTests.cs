using System.Net;
using System.Text.Json.Nodes;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Identity;

/// <summary>Why a token was refused: its bearer learns it in Development, the operator always, and the log never learns the token.</summary>
public sealed class RefusalLogTests(StubbedPoolHost api) : IClassFixture<StubbedPoolHost>
{
    [Fact]
    public async Task In_Development_the_answer_names_the_reason()
    {
        using var response = await api.With(api.Mint(claims => claims["token_use"] = "id")).GetAnswerAsync("/api/orders");

        (await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token")).Text("reason").ShouldBe("wrong-use: token_use is not access");
    }

    [Fact]
    public async Task The_log_names_the_reason_and_the_tokens_id_and_never_the_token()
    {
        var token = api.Mint(claims => (claims["token_use"], claims["jti"]) = ("id", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"));
        using var response = await api.With(token).GetAnswerAsync("/api/orders");

        var log = string.Join('\n', api.Log.GetSnapshot().Select(line => line.Message));
        log.ShouldContain("Access token rejected: WrongUse, token_use is not access; jti 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");
        token.Split('.').ShouldAllBe(part => !log.Contains(part, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("alice@example.com")]
    [InlineData("one\nAccess token accepted")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task What_does_not_look_like_an_id_stays_out_of_the_log(string id)
    {
        using var response = await api.With(api.Mint(claims => (claims["token_use"], claims["jti"]) = ("id", id))).GetAnswerAsync("/api/orders");

        var log = string.Join('\n', api.Log.GetSnapshot().Select(line => line.Message));
        log.ShouldNotContain(id);
        log.ShouldContain("jti none");
    }

    [Fact]
    public async Task A_token_that_is_too_long_is_told_its_length_and_the_limit()
    {
        var token = api.Mint(claims => claims["cognito:groups"] = new JsonArray([.. Enumerable.Range(0, 130).Select(i => JsonValue.Create($"g{i}".PadRight(160, 'x')))]));
        using var response = await api.With(token).GetAnswerAsync("/api/orders");

        var reason = $"the token has {token.Length} characters, and at most 24576 are taken";
        (await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token")).Text("reason").ShouldBe("malformed: " + reason);
        api.Log.GetSnapshot().Select(line => line.Message).ShouldContain($"Access token rejected: Malformed, {reason}; jti none");
    }

    [Fact]
    public async Task A_person_in_a_hundred_groups_with_the_longest_names_is_let_in()
    {
        var token = api.Mint(claims => claims["cognito:groups"] = new JsonArray([.. Enumerable.Range(0, 100).Select(i => JsonValue.Create($"g{i}".PadRight(128, 'x')))]));

        token.Length.ShouldBeGreaterThan(16 * 1024);
        await api.With(token).GetJsonAsync("/api/orders");
    }

    [Fact]
    public async Task A_token_without_the_time_of_its_sign_in_is_told_so_where_a_recent_one_is_needed()
    {
        var token = api.Mint(claims =>
        {
            claims.Remove("auth_time");
            claims["scope"] = "modular/account.write";
        });
        using var response = await api.With(token).PostAsync("/api/account/sign-out-everywhere");

        const string reason =
            "the token has no auth_time, so the time of the sign-in is unknown: ask for it with max_age in the authorization request "
            + "(OpenID Connect Core 1.0, section 3.1.2.1), or add the claim to access tokens at the provider";
        response.ShouldChallenge("error=\"insufficient_user_authentication\", error_description=\"This needs a more recent or a stronger sign-in.\", max_age=\"300\"");
        (await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "insufficient-user-authentication")).Text("reason").ShouldBe(reason);
        api.Log.GetSnapshot().Select(line => line.Message).ShouldContain("Sign-in refused as too old or too weak: " + reason);
    }
}
