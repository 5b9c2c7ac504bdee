using Modular.Infrastructure.Identity.Tokens;
using Modular.Infrastructure.Identity.Validation;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

public class TokenHashTests
{
    [Fact]
    public void The_same_text_has_the_same_hash_and_another_one_another()
    {
        TokenHash.Of("token").ShouldNotBeNull().ShouldBe(TokenHash.Of("token")!.Value);
        TokenHash.Of("token").ShouldNotBe(TokenHash.Of("tokem"));
        TokenHash.Of("").ShouldNotBeNull();
    }

    [Fact]
    public void It_is_the_SHA_256_of_the_text() =>
        TokenHash.Of("abc").ShouldBe(new TokenHash(0xEACF018FBF1678BA, 0x2322AE5DDE404141, 0x9C7A1796A36103B0, 0xAD1500F261FF10B4));

    [Fact]
    public void Only_what_may_be_read_at_all_has_a_hash()
    {
        TokenHash.Of(new string('t', Jwt.MaxLength)).ShouldNotBeNull();
        TokenHash.Of(new string('t', Jwt.MaxLength + 1)).ShouldBeNull();
        TokenHash.Of("naïve").ShouldBeNull();
    }
}
