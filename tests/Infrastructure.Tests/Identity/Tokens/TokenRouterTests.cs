using System.Text.Json;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Tokens;
using Modular.Infrastructure.Identity.Validation;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

public class TokenRouterTests
{
    private const string Opaque = "mF_9.B5f-4.1JqM";

    private readonly StubProvider _one = new("one", "https://one.example", "https://one.example/eu");
    private readonly StubProvider _two = new("two", "https://two.example");
    private readonly StubProvider _opaque = new("three", "https://three.example") { TakesOpaqueTokens = true };

    [Fact]
    public async Task A_token_goes_to_the_provider_that_has_its_issuer_and_to_no_other()
    {
        await new TokenRouter([_one, _two, _opaque]).ValidateAsync(Token("https://one.example/eu"), trace: null, Cancelled);

        (_one.Asked.Count, _two.Asked.Count, _opaque.Asked.Count).ShouldBe((1, 0, 0));
    }

    [Theory]
    [InlineData("https://four.example")]
    [InlineData("https://ONE.example")]
    [InlineData("https://one.example/")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_token_of_no_providers_issuer_is_refused_without_asking_any(string? issuer)
    {
        var verdict = await VerdictAsync([_one, _two, _opaque], Token(issuer));

        (verdict.Reason, verdict.Detail).ShouldBe((RejectionReason.WrongIssuer, "iss is the issuer of no configured provider"));
        (_one.Asked.Count + _two.Asked.Count + _opaque.Asked.Count).ShouldBe(0);
    }

    [Fact]
    public async Task An_opaque_token_goes_to_the_provider_that_takes_them()
    {
        await VerdictAsync([_one, _opaque], Opaque);

        _opaque.Asked.ShouldBe([Opaque]);
        _one.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_none_takes_them_an_opaque_token_is_malformed()
    {
        (await VerdictAsync([_one, _two], Opaque)).Reason.ShouldBe(RejectionReason.Malformed);
        _one.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_is_handed_on_as_it_is()
    {
        var until = new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
        _one.Answer = new ProviderAnswer(new TokenVerdict.Insufficient("openid"), until);

        (await new TokenRouter([_one]).ValidateAsync(Token("https://one.example", """{"jti":"a"}"""), trace: null, Cancelled)).ShouldBe(_one.Answer with { Provider = _one.Name });
    }

    [Theory]
    [InlineData("\"token-1_A\"", "token-1_A")]
    [InlineData("\"a\"", "a")]
    [InlineData("\"\"", null)]
    [InlineData("\"a b\"", null)]
    [InlineData("\"a\\nforged line\"", null)]
    [InlineData("\"<b>\"", null)]
    [InlineData("\"é\"", null)]
    [InlineData("7", null)]
    [InlineData("null", null)]
    public async Task A_refusal_names_the_tokens_id_only_when_it_looks_like_one(string id, string? named) =>
        (await VerdictAsync([_one], Token("https://one.example", $$"""{"jti":{{id}}}"""))).TokenId.ShouldBe(named);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public async Task A_refusal_names_an_id_of_at_most_64_characters(int length, bool isNamed)
    {
        var id = new string('j', length);

        (await VerdictAsync([_one], Token("https://one.example", $$"""{"jti":"{{id}}"}"""))).TokenId.ShouldBe(isNamed ? id : null);
    }

    [Fact]
    public async Task A_refusal_of_a_token_without_an_id_names_none()
    {
        (await VerdictAsync([_one], Token("https://one.example"))).TokenId.ShouldBeNull();
        (await VerdictAsync([_one, _opaque], Opaque)).TokenId.ShouldBeNull();
        (await VerdictAsync([_one], "rubbish")).TokenId.ShouldBeNull();
    }

    [Fact]
    public async Task A_token_of_no_providers_issuer_is_named_too() =>
        (await VerdictAsync([_one], Token("https://four.example", """{"jti":"token-1"}"""))).TokenId.ShouldBe("token-1");

    [Fact]
    public async Task It_is_explained_what_form_a_token_has_and_whose_it_is()
    {
        (await ExplainAsync([_one, _two], Token("https://one.example"))).ShouldBe(
        [
            new("form", Passed: true, "a JSON Web Token", "a JSON Web Token"),
            new("iss", Passed: true, "https://one.example or https://one.example/eu or https://two.example", "https://one.example"),
            new("stub", Passed: true, "asked", "asked"),
        ]);
        (await ExplainAsync([_two], Token(null))).ShouldBe(
        [
            new("form", Passed: true, "a JSON Web Token", "a JSON Web Token"),
            new("iss", Passed: false, "https://two.example", "absent"),
        ]);
        (await ExplainAsync([_two, _opaque], Opaque)).ShouldBe(
        [
            new("form", Passed: true, "a JSON Web Token, or an opaque one", "opaque"),
            new("stub", Passed: true, "asked", "asked"),
        ]);
        (await ExplainAsync([_two], "rubbish")).ShouldBe([new("form", Passed: false, "a JSON Web Token", "the token does not have three parts")]);
    }

    [Fact]
    public void No_two_providers_have_one_issuer() => Should.Throw<ConfigurationException>(
            () => new TokenRouter([_one, new StubProvider("copy", "https://one.example/eu")]))
        .Message.ShouldBe(
            "Identity:Providers: 'one' and 'copy' both have the issuer 'https://one.example/eu'; remove one of the two or give it another issuer.");

    [Fact]
    public void No_two_providers_take_opaque_tokens() => Should.Throw<ConfigurationException>(
            () => new TokenRouter([_opaque, new StubProvider("four", "https://four.example") { TakesOpaqueTokens = true }]))
        .Message.ShouldStartWith("Identity:Providers: 'three' and 'four' both take opaque tokens");

    [Fact]
    public void There_is_at_least_one_provider() =>
        Should.Throw<ConfigurationException>(() => new TokenRouter([])).Message.ShouldStartWith("Identity:Providers is missing");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static string Token(string? issuer, string claims = "{}")
    {
        var fields = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(claims)!;
        if (issuer is not null)
        {
            fields["iss"] = JsonSerializer.SerializeToElement(issuer);
        }

        return RawToken.Of(JsonSerializer.Serialize(fields));
    }

    private static async Task<TokenVerdict.Rejected> VerdictAsync(IEnumerable<IIdentityProvider> providers, string token) =>
        (await new TokenRouter(providers).ValidateAsync(token, trace: null, Cancelled)).Verdict.ShouldBeOfType<TokenVerdict.Rejected>();

    private static async Task<IEnumerable<TokenCheck>> ExplainAsync(IEnumerable<IIdentityProvider> providers, string token)
    {
        var trace = new TokenTrace();
        await new TokenRouter(providers).ValidateAsync(token, trace, Cancelled);

        // Which of several issuers stands first is not promised.
        return trace.Checks.Select(check => check with { Expected = string.Join(" or ", check.Expected.Split(" or ").Order(StringComparer.Ordinal)) });
    }
}
