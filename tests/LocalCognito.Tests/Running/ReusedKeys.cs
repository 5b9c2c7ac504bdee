using System.Security.Cryptography;
using Modular.LocalCognito.Keys;

namespace Modular.LocalCognito.Tests.Running;

/// <summary>Key pairs that are made once for the whole run, under a new key id each time: a verifier looks the key up by that.</summary>
internal static class ReusedKeys
{
    private static readonly Lazy<RSAParameters>[] Pairs = [Pair(), Pair(), Pair()];
    private static int _next;

    public static SigningKey Next() => SigningKey.Of(RSA.Create(Pairs[Interlocked.Increment(ref _next) % Pairs.Length].Value));

    private static Lazy<RSAParameters> Pair() => new(() =>
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportParameters(includePrivateParameters: true);
    });
}
