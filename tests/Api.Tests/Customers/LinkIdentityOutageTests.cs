using System.Buffers.Text;
using System.Net;
using System.Text;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Customers;

/// <summary>Linking an identity of a provider that cannot be asked.</summary>
public sealed class LinkIdentityOutageTests(LinkIdentityOutageTests.ColdHost api) : IClassFixture<LinkIdentityOutageTests.ColdHost>
{
    private const string Issuer = "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_Cold00001";

    [Fact]
    public async Task A_second_token_that_nobody_can_decide_is_503_and_never_a_bad_token()
    {
        var claims = $$"""
            {"sub":"x","iss":"{{Issuer}}","client_id":"web-client","token_use":"access","scope":"modular/account.write",
             "exp":{{api.Clock.GetUtcNow().ToUnixTimeSeconds() + 900}},"username":"x"}
            """;

        using var response = await api.AsTimePassesAsync(
            () => api.SignedInAs("alice").LinkAsync($"{Part("""{"kid":"k","alg":"RS256"}""")}.{Part(claims)}.{Part("unsigned")}"));

        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "identity-provider-unavailable");
        response.Headers.RetryAfter?.Delta.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        response.Challenge().ShouldBeEmpty();
    }

    private static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public sealed class ColdHost : ApiHost
    {
        protected override IEnumerable<(string Setting, string Value)> Settings =>
        [
            .. base.Settings,
            ("Identity:Providers:cold:Kind", "Cognito"),
            ("Identity:Providers:cold:UserPoolId", "ap-northeast-2_Cold00001"),
            ("Identity:Providers:cold:KeysUri", "http://127.0.0.1:9/jwks.json"),
            ("Identity:Providers:cold:ClientIds:0", "web-client"),
            ("Identity:Providers:cold:ResourceServer", "modular"),
        ];
    }
}
