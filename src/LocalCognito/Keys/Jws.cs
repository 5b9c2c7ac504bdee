using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Http;

namespace Modular.LocalCognito.Keys;

/// <summary>JSON Web Signatures in compact form, with exactly Cognito's header: <c>kid</c> and <c>alg</c>, no <c>typ</c>.</summary>
internal static class Jws
{
    // Clients send tokens back; nothing longer than this was ever made here.
    private const int Longest = 32 * 1024;

    public static string Write(JsonObject claims, SigningKey key)
    {
        var input = SigningInput(new JsonObject { ["kid"] = key.Kid, ["alg"] = "RS256" }, claims);
        return $"{input}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>An unsigned token (<c>alg: none</c>), for tests of servers that must refuse it.</summary>
    public static string WriteUnsigned(JsonObject claims, SigningKey key) =>
        SigningInput(new JsonObject { ["kid"] = key.Kid, ["alg"] = "none" }, claims) + ".";

    /// <summary>The claims, if one of the published keys of that use signed them; null for anything else.</summary>
    public static JsonElement? Read(string token, KeyRing keys, KeyUse use)
    {
        if (token.Length > Longest || token.Split('.') is not [var header, var payload, var signature])
        {
            return null;
        }

        try
        {
            var input = Encoding.UTF8.GetBytes($"{header}.{payload}");
            return Kid(header) is { } kid
                && keys.Find(use, kid) is { } key
                && key.Verify(input, Base64Url.DecodeFromChars(signature))
                ? Parse(payload)
                : null;
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Kid(string header)
    {
        var fields = Parse(header);
        return fields.ValueKind == JsonValueKind.Object
            && fields.TryGetProperty("alg", out var alg) && alg.ValueEquals("RS256")
            && fields.TryGetProperty("kid", out var kid)
            ? kid.GetString()
            : null;
    }

    private static JsonElement Parse(string part) => JsonElement.Parse(Base64Url.DecodeFromChars(part));

    private static string SigningInput(JsonObject header, JsonObject claims) => $"{Encode(header)}.{Encode(claims)}";

    private static string Encode(JsonObject value) => Base64Url.EncodeToString(JsonText.Utf8(value));
}
