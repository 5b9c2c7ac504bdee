using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Modular.LocalCognito.Storage;

/// <summary>Unguessable handles for codes, sessions and refresh tokens.</summary>
internal static class Handle
{
    /// <summary>256 random bits in base64url: 43 characters.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static bool IsOne(string text) => text.Length == 43 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>A random UUID, the form of Cognito's <c>jti</c>, <c>origin_jti</c> and <c>event_id</c>.</summary>
    public static string NewId() => Guid.NewGuid().ToString("D");

    /// <summary>The digest that a store keeps in place of a long handle.</summary>
    public static string Digest(string handle) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(handle)));
}
