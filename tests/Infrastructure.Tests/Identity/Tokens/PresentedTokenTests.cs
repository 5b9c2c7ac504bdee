using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

public class PresentedTokenTests
{
    [Theory]
    [InlineData("mF_9.B5f-4.1JqM")]
    [InlineData("AZaz09-._~+/=")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9")]
    [InlineData("ew")]
    [InlineData("xey.abc")]
    [InlineData(".ey")]
    [InlineData("a")]
    public void Text_that_does_not_begin_like_a_JOSE_header_is_an_opaque_token(string text)
    {
        PresentedToken.TryRead(text, opaqueAllowed: true, out var token, out var problem).ShouldBeTrue();

        (token!.Text, token.Jwt, token.Issuer, problem).ShouldBe((text, null, null, null));
    }

    [Theory]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.broken")]
    [InlineData("ewogImFsZyI6ICJub25lIn0.broken")]
    [InlineData("eyJhbGciOiJSU0EtT0FFUCJ9.key.iv.text.tag")]
    public void Text_that_begins_like_a_JOSE_header_is_never_taken_for_opaque(string text)
    {
        PresentedToken.TryRead(text, opaqueAllowed: true, out var token, out var problem).ShouldBeFalse();

        token.ShouldBeNull();
        problem.ShouldBe("the token does not have three parts");
    }

    [Theory]
    [InlineData("white space")]
    [InlineData("naïve")]
    [InlineData("quote\"d")]
    [InlineData("line\n")]
    [InlineData("")]
    public void An_opaque_token_has_only_characters_that_a_token_may_have(string text)
    {
        PresentedToken.TryRead(text, opaqueAllowed: true, out var token, out var problem).ShouldBeFalse();

        token.ShouldBeNull();
        problem.ShouldNotBeNull().ShouldEndWith("or has characters that no token has");
    }

    [Fact]
    public void An_opaque_token_is_no_longer_than_any_other()
    {
        PresentedToken.TryRead(new string('t', Jwt.MaxLength), opaqueAllowed: true, out _, out _).ShouldBeTrue();
        PresentedToken.TryRead(new string('t', Jwt.MaxLength + 1), opaqueAllowed: true, out var token, out var problem).ShouldBeFalse();

        (token, problem).ShouldBe((null, "the token has 24577 characters, and at most 24576 are taken"));
    }

    [Fact]
    public void Without_a_provider_that_explains_opaque_tokens_there_are_none()
    {
        PresentedToken.TryRead("mF_9.B5f-4.1JqM", opaqueAllowed: false, out var token, out var problem).ShouldBeFalse();

        token.ShouldBeNull();
        problem.ShouldBe("a part of the token is not unpadded base64url");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_JSON_Web_Token_is_read_with_the_issuer_that_it_names(bool opaqueAllowed)
    {
        var text = RawToken.Of("""{"iss":"https://issuer.example"}""");
        PresentedToken.TryRead(text, opaqueAllowed, out var token, out _).ShouldBeTrue();

        (token!.Text, token.Jwt!.KeyId, token.Issuer).ShouldBe((text, "k1", "https://issuer.example"));
    }

    [Fact]
    public void An_issuer_may_be_missing_and_is_never_of_another_type()
    {
        PresentedToken.TryRead(RawToken.Of(), opaqueAllowed: false, out var token, out _).ShouldBeTrue();
        token!.Issuer.ShouldBeNull();

        PresentedToken.TryRead(RawToken.Of("""{"iss":["https://issuer.example"]}"""), opaqueAllowed: false, out token, out var problem).ShouldBeFalse();
        token.ShouldBeNull();
        problem.ShouldBe("iss is not a string");
    }
}
