using System.Security.Cryptography;
using System.Text;

namespace Modular.LocalCognito.Pool;

/// <summary>The <c>sub</c> of a person that the pool file gives none to: a UUID that is the same at each start, so that the person's data is found again.</summary>
internal static class DerivedSub
{
    private const int VersionByte = 6;
    private const int VariantByte = 8;

    public static string Of(string poolId, string username)
    {
        // User names ignore case. A pool id has no slash, so no two pairs give the same text.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{poolId}/{username.ToLowerInvariant()}"));
        // RFC 9562, 5.8: version 8 is for values that an application derives in its own way.
        hash[VersionByte] = (byte)((hash[VersionByte] & 0x0f) | 0x80);
        hash[VariantByte] = (byte)((hash[VariantByte] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString("D");
    }
}
