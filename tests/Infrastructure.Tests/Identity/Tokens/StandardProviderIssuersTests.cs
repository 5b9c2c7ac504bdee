using Modular.Application.Identity;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Oidc;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

public class StandardProviderIssuersTests
{
    private const string Own = "https://login.example";
    private const string OfTokens = "http://adfs.example/services/trust";

    private readonly TokenTrace _trace = new();

    [Fact]
    public void Without_an_issuer_of_access_tokens_there_is_the_providers_own()
    {
        var issuers = StandardProviderIssuers.Of(Own, new OidcOptions());

        (issuers.Canonical, issuers.OfAccessTokens).ShouldBe((Own, Own));
        issuers.All.ShouldBe([Own]);
        issuers.Refuse(Own, _trace).ShouldBeNull();
        _trace.Checks.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Own)]
    [InlineData("http://adfs.example/services/Trust")]
    [InlineData(null)]
    public void With_one_the_providers_other_tokens_are_refused(string? issuer)
    {
        var issuers = StandardProviderIssuers.Of(Own, new OidcOptions { AccessTokenIssuer = OfTokens });
        issuers.All.ShouldBe([Own, OfTokens]);
        issuers.Refuse(OfTokens, trace: null).ShouldBeNull();

        issuers.Refuse(issuer, _trace)!.Value.Verdict.ShouldBe(
            new TokenVerdict.Rejected(RejectionReason.WrongIssuer, "iss is not the issuer of this provider's access tokens"));
        _trace.Checks.ShouldBe([new("iss", Passed: false, OfTokens, issuer ?? "absent")]);
    }
}
