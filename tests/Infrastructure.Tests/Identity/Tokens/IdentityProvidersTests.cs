using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Validation;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

public class IdentityProvidersTests
{
    private readonly StubProvider _one = new("one", "https://one.example", "https://one.example/eu");
    private readonly StubProvider _two = new("two", "https://two.example") { IsReady = true };

    [Theory]
    [InlineData("https://one.example", "https://one.example")]
    [InlineData("https://one.example/eu", "https://one.example")]
    [InlineData("https://two.example", "https://two.example")]
    [InlineData("https://TWO.example", null)]
    [InlineData("https://three.example", null)]
    public void Every_form_of_an_issuer_has_its_providers_canonical_one(string issuer, string? canonical) =>
        new CanonicalIssuers([_one, _two]).Find(issuer).ShouldBe(canonical);

    [Fact]
    public void One_provider_that_is_ready_is_enough()
    {
        new IdentityProviders([_one, _two]).AnyReady.ShouldBeTrue();
        new IdentityProviders([_one]).AnyReady.ShouldBeFalse();
    }

    [Fact]
    public async Task A_refresh_is_each_providers()
    {
        await new IdentityProviders([_one, _two]).RefreshAsync(TestContext.Current.CancellationToken);

        (_one.Refreshed, _two.Refreshed).ShouldBe((1, 1));
    }

    [Fact]
    public void They_are_described_in_the_sequence_of_the_configuration() =>
        new IdentityProviders([_two, _one]).Descriptions.Select(description => description.Name).ShouldBe(["two", "one"]);

    [Fact]
    public async Task An_explanation_has_every_check_and_the_answer_that_a_request_gets()
    {
        var explained = await new TokenExplanations(new TokenRouter([_one]))
            .ExplainAsync(RawToken.Of("""{"iss":"https://one.example"}"""), TestContext.Current.CancellationToken);

        explained.Checks.Select(check => check.Name).ShouldBe(["form", "iss", "stub"]);
        explained.Verdict.ShouldBe(_one.Answer.Verdict);
    }
}
