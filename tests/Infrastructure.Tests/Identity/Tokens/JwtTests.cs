using System.Buffers.Text;
using System.Text;
using CsCheck;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

/// <summary>SECURITY rule 1: what is read at all, before any signature is checked.</summary>
public class JwtTests
{
    private const string Parts = "the token does not have three parts";
    private const string Encoding64 = "a part of the token is not unpadded base64url";
    private const string Objects = "header and payload are not one JSON object each, with every name once";
    private const string HeaderFields = "alg, kid or typ of the header is missing or not a string";

    [Fact]
    public void A_token_is_read_with_what_its_signature_is_over()
    {
        var text = RawToken.Of("""{"sub":"alice"}""", """{"alg":"ES256","kid":"k7","typ":"at+jwt"}""");

        var token = Read(text);

        (token.Algorithm, token.KeyId, token.Type).ShouldBe(("ES256", "k7", "at+jwt"));
        token.Claims.GetProperty("sub").GetString().ShouldBe("alice");
        token.SignedBytes.ShouldBe(Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')]));
        token.Signature.ShouldBe(Encoding.UTF8.GetBytes("signature"));
    }

    [Fact]
    public void A_key_id_and_a_type_may_be_missing()
    {
        var token = Read(RawToken.Of(header: """{"alg":"RS256"}"""));

        token.KeyId.ShouldBeNull();
        token.Type.ShouldBeNull();
    }

    [Fact]
    public void A_token_has_at_most_its_longest_length()
    {
        Problem(OfLength(Jwt.MaxLength)).ShouldBeNull();
        Problem(OfLength(Jwt.MaxLength + 1)).ShouldBe("the token has 24577 characters, and at most 24576 are taken");

        static string OfLength(int length)
        {
            var beginning = RawToken.Of(signature: "");
            var rest = length - beginning.Length;

            // Four characters are three bytes: one left over would be no base64url.
            return rest % 4 == 1 ? OfLengthWith("""{"a":1}""", length) : beginning + new string('A', rest);
        }

        static string OfLengthWith(string payload, int length)
        {
            var beginning = RawToken.Of(payload, signature: "");
            return beginning + new string('A', length - beginning.Length);
        }
    }

    [Theory]
    [InlineData("", Parts)]
    [InlineData(".", Parts)]
    [InlineData("e30", Parts)]
    [InlineData("e30.", Parts)]
    [InlineData("e30.e30", Parts)]
    [InlineData(".e30", Parts)]
    [InlineData("e30.e30.AA.AA", Parts)]
    [InlineData("e30.e30.AA.", Parts)]
    [InlineData("...", Parts)]
    [InlineData(".e30.AA", Objects)]
    [InlineData("e30..AA", Objects)]
    [InlineData("..AA", Objects)]
    [InlineData("..", "the token has no signature")]
    [InlineData("e30.e30.", "the token has no signature")]
    [InlineData("e3 0.e30.AA", Encoding64)]
    [InlineData("e30=.e30.AA", Encoding64)]
    [InlineData("e30.e30.AB", Encoding64)]
    [InlineData("e30.e30.A", Encoding64)]
    [InlineData("e30.e+0.AA", Encoding64)]
    [InlineData("e30.e/0.AA", Encoding64)]
    [InlineData("e30.e30.AA", HeaderFields)]
    public void A_token_is_three_parts_of_unpadded_base64url(string text, string problem) => Problem(text).ShouldBe(problem);

    [Theory]
    [InlineData("""{"alg":"RS256","crit":[]}""", "the header has crit")]
    [InlineData("""{"crit":null,"alg":"RS256"}""", "the header has crit")]
    [InlineData("""{"alg":7}""", HeaderFields)]
    [InlineData("""{"kid":"k1"}""", HeaderFields)]
    [InlineData("""{"alg":"RS256","kid":7}""", HeaderFields)]
    [InlineData("""{"alg":"RS256","typ":[]}""", HeaderFields)]
    [InlineData("""{"alg":"RS256","alg":"RS256"}""", Objects)]
    [InlineData("""{"alg":"RS256"} {}""", Objects)]
    [InlineData("""{"alg":"RS256"}x""", Objects)]
    [InlineData("""["RS256"]""", Objects)]
    [InlineData("\"RS256\"", Objects)]
    [InlineData("null", Objects)]
    public void A_header_that_two_readers_could_read_differently_is_malformed(string header, string problem) =>
        Problem(RawToken.Of(header: header)).ShouldBe(problem);

    [Theory]
    [InlineData("""{"sub":"a","sub":"a"}""")]
    [InlineData("""{"a":{"b":1,"b":1}}""")]
    [InlineData("""[{"sub":"a"}]""")]
    [InlineData("""{"sub":"a"}{}""")]
    [InlineData("7")]
    [InlineData("""{"\ud800":1}""")]
    public void A_payload_is_one_object_with_every_name_once(string payload) => Problem(RawToken.Of(payload)).ShouldBe(Objects);

    [Fact]
    public void Bytes_that_are_no_text_are_malformed_wherever_they_stand()
    {
        byte[] bytes = [.. "{\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Problem($"{RawToken.Part(RawToken.Header)}.{Base64Url.EncodeToString(bytes)}.AA").ShouldBe(Objects);
    }

    [Theory]
    [InlineData(16, null)]
    [InlineData(17, Objects)]
    public void A_payload_is_at_most_16_levels_deep(int depth, string? problem)
    {
        var nested = new string('[', depth - 1) + new string(']', depth - 1);

        Problem(RawToken.Of($$"""{"a":{{nested}}}""")).ShouldBe(problem);
    }

    [Fact]
    public void What_is_read_is_written_again_as_the_same_token() => Gen.Select(Gen.String, Gen.String, Gen.Byte.Array[1, 80]).Sample(
        (kid, subject, signature) =>
        {
            var header = System.Text.Json.JsonSerializer.Serialize(new { alg = "RS256", kid });
            var payload = System.Text.Json.JsonSerializer.Serialize(new { sub = subject });
            var text = $"{RawToken.Part(header)}.{RawToken.Part(payload)}.{Base64Url.EncodeToString(signature)}";

            var token = Read(text);
            token.Signature.ShouldBe(signature);
            (Encoding.ASCII.GetString(token.SignedBytes) + "." + Base64Url.EncodeToString(token.Signature)).ShouldBe(text);
        },
        seed: "0000KOIPe036",
        iter: 100,
        threads: 1);

    private static Jwt Read(string text)
    {
        Jwt.TryParse(text, out var token, out var problem).ShouldBeTrue(problem);
        problem.ShouldBeNull();
        return token!;
    }

    private static string? Problem(string text)
    {
        var isToken = Jwt.TryParse(text, out var token, out var problem);
        isToken.ShouldBe(problem is null);
        isToken.ShouldBe(token is not null);
        return problem;
    }
}
