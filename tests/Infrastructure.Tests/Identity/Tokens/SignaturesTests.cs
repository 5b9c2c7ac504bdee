using Microsoft.IdentityModel.Tokens;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

public class SignaturesTests
{
    [Fact]
    public void What_checks_a_signature_is_given_back()
    {
        var library = new Library();
        var key = new SymmetricSecurityKey(new byte[32]) { CryptoProviderFactory = library };

        RawToken.Read(RawToken.Of()).Jwt!.IsSignedWith(key, SecurityAlgorithms.HmacSha256).ShouldBeFalse();
        (library.Lent, library.GivenBack).ShouldBe((1, 1));
    }

    private sealed class Library : CryptoProviderFactory
    {
        public int Lent { get; private set; }

        public int GivenBack { get; private set; }

        public override SignatureProvider CreateForVerifying(SecurityKey key, string algorithm)
        {
            Lent++;
            return base.CreateForVerifying(key, algorithm);
        }

        public override void ReleaseSignatureProvider(SignatureProvider signatureProvider)
        {
            GivenBack++;
            base.ReleaseSignatureProvider(signatureProvider);
        }
    }
}
