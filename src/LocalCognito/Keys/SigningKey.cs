using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Modular.LocalCognito.Keys;

/// <summary>An RSA-2048 key pair with its <c>kid</c>. Safe for parallel use.</summary>
internal sealed class SigningKey
{
    private readonly RSAParameters _parameters;

    // An RSA object promises nothing about parallel use, so each signature borrows one that is not in use.
    private readonly ConcurrentBag<RSA> _idle = [];

    private SigningKey(RSA rsa, string kid)
    {
        Kid = kid;
        _parameters = rsa.ExportParameters(includePrivateParameters: true);
        _idle.Add(rsa);
    }

    /// <summary>Cognito's key ids are 32 bytes in base64, padding included.</summary>
    public string Kid { get; }

    public static SigningKey Create() => Of(RSA.Create(2048));

    /// <summary>A new key id for a pair that is there already: making one takes a fifth of a second.</summary>
    public static SigningKey Of(RSA rsa) => new(rsa, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    public static SigningKey Of(RSA rsa, string kid) => new(rsa, kid);

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var rsa = Borrow();
        var signature = rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _idle.Add(rsa);
        return signature;
    }

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var rsa = Borrow();
        var valid = rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _idle.Add(rsa);
        return valid;
    }

    public byte[] ExportPkcs8()
    {
        using var rsa = RSA.Create(_parameters);
        return rsa.ExportPkcs8PrivateKey();
    }

    public JsonObject PublicJwk() => new()
    {
        ["alg"] = "RS256",
        ["e"] = Base64Url.EncodeToString(_parameters.Exponent),
        ["kid"] = Kid,
        ["kty"] = "RSA",
        ["n"] = Base64Url.EncodeToString(_parameters.Modulus),
        ["use"] = "sig",
    };

    private RSA Borrow() => _idle.TryTake(out var rsa) ? rsa : RSA.Create(_parameters);
}
