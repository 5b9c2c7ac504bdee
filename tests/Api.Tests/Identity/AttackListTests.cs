using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Identity;

/// <summary>
/// SECURITY rules 1, 2, 3, 5 and 8, by HTTP: each forgery is 401, even one signed with the pool's own key, and no request goes out but to the
/// configured key address.
/// </summary>
public sealed class AttackListTests(StubbedPoolHost api) : IClassFixture<StubbedPoolHost>
{
    private const string Header = """{"kid":"k1","alg":"RS256"}""";

    [Fact]
    public async Task The_good_token_from_which_each_forgery_starts_is_200()
    {
        using var response = await SendAsync(api.Mint());

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    [InlineData("HS256")]
    [InlineData("rs256")]
    [InlineData("RS384")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    [InlineData("")]
    public Task Another_algorithm(string algorithm) =>
        ShouldBeRefusedAsync(api.Sign($$"""{"kid":"k1","alg":"{{algorithm}}"}""", api.Claims().ToJsonString()));

    [Theory]
    [InlineData("none")]
    [InlineData("NONE")]
    public async Task No_signature(string algorithm)
    {
        var good = api.Mint();
        var header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"kid":"k1","alg":"{{algorithm}}"}"""));

        await ShouldBeRefusedAsync($"{header}.{good.Split('.')[1]}.");
        await ShouldBeRefusedAsync($"{header}.{good.Split('.')[1]}");
        await ShouldBeRefusedAsync(good[..(good.LastIndexOf('.') + 1)]);
    }

    [Fact]
    public async Task The_public_key_as_a_shared_secret()
    {
        foreach (var secret in api.PublicKeyAsSecret())
        {
            var signed = $"{Base64Url.EncodeToString("""{"kid":"k1","alg":"HS256"}"""u8)}.{api.Mint().Split('.')[1]}";
            await ShouldBeRefusedAsync($"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}");
        }
    }

    [Theory]
    [InlineData("""{"kid":"k9","alg":"RS256","jku":"https://evil.example/jwks.json"}""")]
    [InlineData("""{"kid":"k9","alg":"RS256","x5u":"https://evil.example/cert.pem"}""")]
    [InlineData("""{"kid":"k9","alg":"RS256","jwk":{"kty":"RSA","kid":"k9","n":"AQAB","e":"AQAB"}}""")]
    [InlineData("""{"kid":"k9","alg":"RS256","x5c":["AAAA"]}""")]
    [InlineData("""{"kid":"../../../../dev/null","alg":"RS256"}""")]
    [InlineData("""{"kid":"k1' OR '1'='1","alg":"RS256"}""")]
    [InlineData("""{"kid":"K1","alg":"RS256"}""")]
    [InlineData("""{"kid":"k1 ","alg":"RS256"}""")]
    [InlineData("""{"kid":"","alg":"RS256"}""")]
    [InlineData("""{"kid":null,"alg":"RS256"}""")]
    [InlineData("""{"kid":["k1"],"alg":"RS256"}""")]
    [InlineData("""{"alg":"RS256"}""")]
    [InlineData("""{"kid":"k1"}""")]
    [InlineData("""{"kid":"k1","alg":"RS256","crit":["exp"]}""")]
    [InlineData("""{"kid":"k1","alg":"RS256","crit":[],"b64":false}""")]
    [InlineData("""{"kid":"k1","alg":"RS256","alg":"none"}""")]
    [InlineData("""{"kid":"k1","kid":"k9","alg":"RS256"}""")]
    [InlineData("""{"kid":"k1","alg":"RS256","\u0061lg":"RS256"}""")]
    [InlineData("""{"kid":"k1","alg":"RS256"} """ + "{}")]
    [InlineData("""[{"kid":"k1","alg":"RS256"}]""")]
    public Task A_header_that_asks_for_something_else(string header) => ShouldBeRefusedAsync(api.Sign(header, api.Claims().ToJsonString()));

    [Theory]
    [InlineData("exp", "\"9999999999\"")]
    [InlineData("exp", "1e308")]
    [InlineData("exp", "1e400")]
    [InlineData("exp", "-1")]
    [InlineData("exp", "null")]
    [InlineData("exp", "true")]
    [InlineData("exp", "[9999999999]")]
    [InlineData("exp", null)]
    [InlineData("exp", "0")]
    [InlineData("nbf", "9999999999")]
    [InlineData("nbf", "\"0\"")]
    [InlineData("iat", "\"now\"")]
    [InlineData("auth_time", "{}")]
    [InlineData("aud", "7")]
    [InlineData("aud", "{}")]
    [InlineData("aud", "[7]")]
    [InlineData("aud", "\"https://elsewhere.example\"")]
    [InlineData("sub", "\"web-client\"")]
    [InlineData("sub", null)]
    [InlineData("sub", "[\"00000000-0000-4000-8000-00000000000a\"]")]
    [InlineData("sub", "\"\\ud800\"")]
    [InlineData("client_id", "\"stranger\"")]
    [InlineData("client_id", "\"WEB-CLIENT\"")]
    [InlineData("client_id", "\"fulfilment-client\"")]
    [InlineData("client_id", "[\"web-client\"]")]
    [InlineData("client_id", null)]
    [InlineData("token_use", "\"id\"")]
    [InlineData("token_use", null)]
    [InlineData("iss", "\"https://evil.example\"")]
    [InlineData("iss", "\"https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_Modular01/\"")]
    [InlineData("iss", "\"https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_Modular01.evil.example\"")]
    [InlineData("iss", null)]
    [InlineData("cnf", "{\"jkt\":\"x\"}")]
    [InlineData("scope", "7")]
    [InlineData("cognito:groups", "{\"staff\":true}")]
    public Task A_claim_that_is_not_as_it_must_be(string claim, string? value) => ShouldBeRefusedAsync(api.Sign(Header, With(api.Claims(), claim, value)));

    [Theory]
    [InlineData("""{"sub":"00000000-0000-4000-8000-00000000000b",""")]
    [InlineData("""{"\u0073ub":"00000000-0000-4000-8000-00000000000b",""")]
    [InlineData("""{"exp":9999999999,""")]
    [InlineData("""{"a":{"b":1,"b":2},""")]
    [InlineData("""{,""")]
    [InlineData("""{/* */""")]
    [InlineData("""{"a":NaN,""")]
    [InlineData("""{"a":01,""")]
    [InlineData("""{'a':1,""")]
    public Task A_payload_that_two_readers_read_differently(string beginning) =>
        ShouldBeRefusedAsync(api.Sign(Header, beginning + api.Claims().ToJsonString()[1..]));

    [Theory]
    [InlineData("{0}=")]
    [InlineData("{0}==")]
    [InlineData("{0}.")]
    [InlineData("{0}..")]
    [InlineData(".{0}")]
    [InlineData("{0}.YQ.Yg")]
    [InlineData("{0} x")]
    [InlineData("{0},{0}")]
    [InlineData("{0}%00")]
    [InlineData("{0}A")]
    [InlineData("{0}AAAA")]
    [InlineData("\"{0}\"")]
    public Task Something_around_a_good_token(string form) =>
        ShouldBeRefusedAsync(string.Format(CultureInfo.InvariantCulture, form, api.Mint()));

    [Fact]
    public Task Twenty_five_kilobytes() => ShouldBeRefusedAsync(api.Mint(claims => claims["filler"] = new string('x', 18 * 1024)));

    [Fact]
    public Task A_persons_token_that_looks_like_a_machines() =>
        ShouldBeRefusedAsync(api.Mint(claims => claims["sub"] = "web-client"));

    [Fact]
    public Task A_machines_token_that_looks_like_a_persons() =>
        ShouldBeRefusedAsync(api.Mint(claims => (claims["client_id"], claims["sub"]) = ("fulfilment-client", "fulfilment-client")));

    [Fact]
    public async Task Ten_thousand_mutations_of_a_good_token_are_never_2xx_and_never_5xx()
    {
        var good = api.Mint();
        (await SendAsync(good)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var position = Gen.Int[0, good.Length - 1];
        var mutation = Gen.OneOf(
            Gen.Select(position, Gen.Char['!', '~']).Select(change => good[..change.Item1] + change.Item2 + good[(change.Item1 + 1)..]),
            Gen.Select(position, Gen.Char['!', '~']).Select(change => good[..change.Item1] + change.Item2 + good[change.Item1..]),
            position.Select(at => good[..at] + good[(at + 1)..]),
            Gen.Select(position, position).Select(cut => good[..Math.Min(cut.Item1, cut.Item2)] + good[Math.Max(cut.Item1, cut.Item2)..]),
            Gen.Select(position, position).Select(swap => Swap(good, swap.Item1, swap.Item2)),
            position.Select(at => good[at..] + good[..at]));

        await mutation.Where(token => token != good).SampleAsync(
            async token =>
            {
                using var response = await SendAsync(token);
                ((int)response.StatusCode).ShouldBeInRange(400, 499);
            },
            iter: 10_000,
            threads: 1);
        ShouldHaveAskedNobodyElse();
    }

    private static string Swap(string text, int one, int other)
    {
        var characters = text.ToCharArray();
        (characters[one], characters[other]) = (characters[other], characters[one]);
        return new string(characters);
    }

    // As text, because a JSON library would not write 1e400.
    private static string With(JsonObject claims, string claim, string? value)
    {
        claims.Remove(claim);
        return value is null ? claims.ToJsonString() : $"{{\"{claim}\":{value},{claims.ToJsonString()[1..]}";
    }

    private Task<HttpResponseMessage> SendAsync(string token) => api.AsTimePassesAsync(() => api.With(token).GetAnswerAsync("/api/orders"));

    private async Task ShouldBeRefusedAsync(string token)
    {
        using var response = await SendAsync(token);

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
        ShouldHaveAskedNobodyElse();
    }

    private void ShouldHaveAskedNobodyElse() =>
        api.Asked.ShouldAllBe(address => address.AbsoluteUri == StubbedPoolHost.Issuer + "/.well-known/jwks.json");
}
