using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Modular.Infrastructure.Identity.Keys;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

/// <summary>A signature is good or bad: whatever its bytes are, and whatever numbers a provider publishes as its key, checking it fails nothing.</summary>
public sealed class SignatureTests
{
    private const string Signed = "eyJhbGciOiJub25lIn0.e30";

    private static readonly string[] Rsa = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

    [Theory]
    [InlineData("an odd modulus of 2048 bits")]
    [InlineData("a modulus with all bits set")]
    [InlineData("a modulus that is a power of two and one")]
    [InlineData("a modulus of 2049 bits")]
    [InlineData("a modulus of 16384 bits")]
    [InlineData("3 as exponent")]
    [InlineData("an exponent of 8 bytes")]
    [InlineData("an exponent of 8 bytes and a modulus of 8192 bits")]
    public void An_RSA_key_of_any_numbers_finds_each_signature_bad(string number)
    {
        var modulus = new byte[256];
        RandomNumberGenerator.Fill(modulus);
        (modulus[0], modulus[^1]) = (0xC1, 0xC1);
        byte[] exponent = [1, 0, 1];
        switch (number)
        {
            case "a modulus with all bits set":
                modulus.AsSpan().Fill(0xFF);
                break;
            case "a modulus that is a power of two and one":
                modulus.AsSpan().Clear();
                (modulus[0], modulus[^1]) = (0x80, 1);
                break;
            case "a modulus of 2049 bits":
                modulus = [1, .. modulus];
                break;
            case "a modulus of 16384 bits":
                modulus = [0xFF, .. Enumerable.Repeat((byte)0x55, 2046), 0xFF];
                break;
            case "3 as exponent":
                exponent = [3];
                break;
            case "an exponent of 8 bytes":
                exponent = [.. Enumerable.Repeat((byte)0xFF, 8)];
                break;
            case "an exponent of 8 bytes and a modulus of 8192 bits":
                modulus = [0xFF, .. Enumerable.Repeat((byte)0x55, 1022), 0xFF];
                exponent = [.. Enumerable.Repeat((byte)0xFF, 8)];
                break;
        }

        var key = Key(new JsonObject
        {
            ["kty"] = "RSA",
            ["kid"] = "k",
            ["n"] = Base64Url.EncodeToString(modulus),
            ["e"] = Base64Url.EncodeToString(exponent),
        });

        foreach (var algorithm in Rsa)
        {
            ShouldAllBeBad(key, algorithm, modulus.Length);
        }
    }

    [Theory]
    [InlineData("P-256", "ES256", 64)]
    [InlineData("P-384", "ES384", 96)]
    [InlineData("P-521", "ES512", 132)]
    public void A_key_on_a_curve_finds_each_signature_of_another_form_bad(string curve, string algorithm, int length)
    {
        using var pair = ECDsa.Create(curve switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            _ => ECCurve.NamedCurves.nistP521,
        });
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        var key = Key(new JsonObject
        {
            ["kty"] = "EC",
            ["kid"] = "k",
            ["crv"] = curve,
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        });
        var hash = new HashAlgorithmName("SHA" + algorithm[2..]);
        var good = pair.SignData(Encoding.ASCII.GetBytes(Signed), hash);

        IsGood(key, algorithm, good).ShouldBeTrue();

        // RFC 7518 section 3.4 has the two numbers side by side, each of its whole length.
        var der = pair.SignData(Encoding.ASCII.GetBytes(Signed), hash, DSASignatureFormat.Rfc3279DerSequence);
        foreach (var other in new[] { der, [.. good, 0], [0, .. good], good[..^1], [.. good, .. good], [.. good[(length / 2)..], .. good[..(length / 2)]] })
        {
            IsGood(key, algorithm, other).ShouldBeFalse();
        }

        ShouldAllBeBad(key, algorithm, length);
    }

    private static PublishedKey Key(JsonObject jwk) => KeySet.Parse(Encoding.UTF8.GetBytes(jwk.ToJsonString()), out var problem)
        .ShouldNotBeNull(problem).Find("k", jwk["kty"]!.GetValue<string>() == "RSA" ? "RS256" : AlgorithmOf(jwk)).ShouldBeOfType<KeyAnswer.Found>().Key;

    private static string AlgorithmOf(JsonObject jwk) => jwk["crv"]!.GetValue<string>() switch
    {
        "P-256" => "ES256",
        "P-384" => "ES384",
        _ => "ES512",
    };

    private static void ShouldAllBeBad(PublishedKey key, string algorithm, int length)
    {
        var random = new byte[length];
        RandomNumberGenerator.Fill(random);
        foreach (var signature in new[] { [0], [1], new byte[length], [.. Enumerable.Repeat((byte)0xFF, length)], random, new byte[length - 1], new byte[length + 1], new byte[10_000] })
        {
            Should.NotThrow(() => IsGood(key, algorithm, signature), $"{algorithm}, {signature.Length} bytes").ShouldBeFalse();
        }
    }

    private static bool IsGood(PublishedKey key, string algorithm, byte[] signature)
    {
        Jwt.TryParse($"{Signed}.{Base64Url.EncodeToString(signature)}", out var token, out var problem).ShouldBeTrue(problem);
        return token!.IsSignedWith(key.Key, algorithm);
    }
}
