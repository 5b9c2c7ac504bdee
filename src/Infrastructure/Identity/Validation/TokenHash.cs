using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Validation;

/// <summary>A token's SHA-256, which the cache keeps instead of the token.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>The longest token that is worth remembering, in characters: as long as the longest that is read at all.</summary>
    public const int MaxLength = Jwt.MaxLength;

    /// <summary>The hash of <paramref name="token"/>, without allocation.</summary>
    /// <returns>Null for a token that no provider would accept: too long, or not of ASCII.</returns>
    public static TokenHash? Of(string token)
    {
        if (token.Length > MaxLength)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[token.Length];
        Span<ulong> hash = stackalloc ulong[4];
        if (Ascii.FromUtf16(token, bytes, out _) != System.Buffers.OperationStatus.Done)
        {
            return null;
        }

        SHA256.HashData(bytes, MemoryMarshal.AsBytes(hash));
        return new TokenHash(hash[0], hash[1], hash[2], hash[3]);
    }

    // Already spread evenly.
    public override int GetHashCode() => (int)A;
}
