using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Modular.Api.Identity;
using Modular.Api.Tests.Hosting;
using Modular.Infrastructure.Identity.Validation;

namespace Modular.Api.Tests.Identity;

public sealed class ExplainTokenTests(StubbedPoolHost api) : IClassFixture<StubbedPoolHost>
{
    [Fact]
    public async Task A_good_token_is_explained_check_by_check_and_accepted()
    {
        var (code, text) = await ExplainAsync(api.Mint());

        code.ShouldBe(0);
        text.ShouldContain($"ok     iss\n         expected  {StubbedPoolHost.Issuer} or https://issuer-cognito-idp");
        text.ShouldContain("ok     token_use\n         expected  access\n         actual    access\n");
        text.ShouldContain("ok     signature\n");
        text.ShouldContain("Accepted: a person's, through 'main', until ");
        text.ShouldContain("It may: orders.read.");
        text.ShouldNotContain("WRONG");
    }

    [Fact]
    public async Task Every_check_that_fails_is_shown_and_the_first_one_is_the_verdict()
    {
        var (code, text) = await ExplainAsync(api.Mint(claims => (claims["token_use"], claims["client_id"], claims["exp"]) = ("id", "stranger", 1_700_000_000)));

        code.ShouldBe(2);
        text.ShouldContain("WRONG  token_use\n         expected  access\n         actual    id\n");
        text.ShouldContain("WRONG  client_id\n         expected  one of ClientIds or MachineClientIds\n         actual    stranger\n");
        text.ShouldContain("WRONG  exp\n         expected  after 2026-01-15 11:59:00Z\n         actual    2023-11-14 22:13:20Z\n");
        text.TrimEnd().ShouldEndWith("Rejected, 401: wrong-use, token_use is not access.");
    }

    [Fact]
    public async Task A_good_token_without_the_time_of_its_sign_in_is_told_where_it_will_not_do()
    {
        var (code, text) = await ExplainAsync(api.Mint(claims => claims.Remove("auth_time")));

        code.ShouldBe(0);
        text.TrimEnd().ShouldEndWith(
            "Routes that need a recent sign-in refuse it, 401 insufficient_user_authentication: the token has no auth_time, so the time of the "
            + "sign-in is unknown: ask for it with max_age in the authorization request (OpenID Connect Core 1.0, section 3.1.2.1), or add the "
            + "claim to access tokens at the provider.");
    }

    [Fact]
    public async Task A_token_that_is_too_long_is_told_its_length_and_the_limit()
    {
        var (code, text) = await ExplainAsync(new string('t', 24_577));

        code.ShouldBe(2);
        text.TrimEnd().ShouldEndWith("Rejected, 401: malformed, the token has 24577 characters, and at most 24576 are taken.");
    }

    [Theory]
    [InlineData("auth_time", "\"yesterday\"", "auth_time is of the wrong type")]
    [InlineData("scope", "7", "scope is of the wrong type")]
    public async Task A_claim_of_the_wrong_type_is_named(string claim, string value, string detail)
    {
        var (_, text) = await ExplainAsync(api.Mint(claims => claims[claim] = JsonNode.Parse(value)));

        text.ShouldContain($"WRONG  claims\n         expected  each of its own type (RFC 7519 section 4)\n         actual    {detail}\n");
        text.TrimEnd().ShouldEndWith($"Rejected, 401: malformed, {detail}.");
    }

    [Theory]
    [InlineData("garbage", "WRONG  form", "Rejected, 401: malformed, the token does not have three parts.")]
    [InlineData("  Bearer garbage\n", "WRONG  form", "Rejected, 401: malformed, the token does not have three parts.")]
    public async Task What_is_no_token_is_said_to_be_none(string input, string check, string verdict)
    {
        var (code, text) = await ExplainAsync(input);

        code.ShouldBe(2);
        text.ShouldContain(check);
        text.TrimEnd().ShouldEndWith(verdict);
    }

    [Fact]
    public async Task The_token_itself_is_never_printed()
    {
        var token = api.Mint();

        (await ExplainAsync(token)).Text.ShouldNotContain(token.Split('.')[2]);
    }

    [Fact]
    public async Task Nothing_in_a_token_makes_the_terminal_do_things()
    {
        var (_, text) = await ExplainAsync(api.Mint(claims => claims["client_id"] = "\u001b[2J\u202e" + new string('x', 5000)));

        text.ShouldContain("actual    ?[2J?xxx");
        text.Split('\n').ShouldAllBe(line => line.Length < 400 && !line.Any(char.IsControl));
    }

    private async Task<(int Code, string Text)> ExplainAsync(string input)
    {
        using var reader = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(input));
        await using var writer = new StringWriter { NewLine = "\n" };
        var code = await ExplainToken.RunAsync(
            api.Services.GetRequiredService<TokenExplanations>(), reader, writer, TestContext.Current.CancellationToken);
        return (code, writer.ToString());
    }
}
