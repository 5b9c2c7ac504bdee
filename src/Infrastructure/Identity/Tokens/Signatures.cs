using Microsoft.IdentityModel.Tokens;

namespace Modular.Infrastructure.Identity.Tokens;

/// <summary>Signature checks, by Microsoft.IdentityModel.</summary>
internal static class Signatures
{
    /// <summary>Whether the token was signed with <paramref name="key"/>, by an algorithm that the adapter allows and the key is for.</summary>
    public static bool IsSignedWith(this Jwt token, SecurityKey key, string algorithm)
    {
        var provider = key.CryptoProviderFactory.CreateForVerifying(key, algorithm);
        try
        {
            return provider.Verify(token.SignedBytes, token.Signature);
        }
        finally
        {
            key.CryptoProviderFactory.ReleaseSignatureProvider(provider);
        }
    }
}
