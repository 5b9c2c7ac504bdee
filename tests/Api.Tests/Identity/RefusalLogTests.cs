using System.Net;
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
}
