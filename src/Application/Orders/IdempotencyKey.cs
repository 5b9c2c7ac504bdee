using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Modular.Application.Orders;

/// <summary>A caller's name for one request, by which it can be sent again without being done again.</summary>
/// <param name="Value">The name, 1 to 255 visible ASCII characters. It belongs to the customer and to placing orders.</param>
/// <param name="Fingerprint">32 bytes (SHA-256) by which the same request is known.</param>
public sealed record IdempotencyKey(string Value, byte[] Fingerprint)
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 255;

    // An absent property is left out, so that a request of today has the same fingerprint after a release that adds an optional property.
    private static readonly JsonSerializerOptions WhatIsAsked = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Whether <paramref name="text"/> has the form of a name.</summary>
    public static bool IsKey(string text) => text is { Length: >= 1 and <= MaxLength } && text.All(c => c is >= '!' and <= '~');

    /// <summary>The name of <paramref name="request"/>, with the fingerprint of all that the request asks for, however it was written.</summary>
    /// <param name="value">The name.</param>
    /// <param name="request">The request; a property that is not part of its body is marked with <see cref="JsonIgnoreAttribute"/>.</param>
    public static IdempotencyKey Of<TRequest>(string value, TRequest request) =>
        new(value, SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, WhatIsAsked)));
}
