using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Modular.Application.Pipeline;

/// <summary>The opaque text of a strong entity tag (RFC 9110 section 8.8.3), without its quotes.</summary>
public static class EntityTag
{
    private const int HashBytes = 16;

    /// <summary>The tag of something that counts its changes.</summary>
    public static string Of(int version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>The tag of something that does not: a hash of all that its representation says.</summary>
    public static string Of<T>(T representation)
        where T : class =>
        Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(representation)).AsSpan(0, HashBytes));
}
