using System.Security.Cryptography;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>Two key pairs, made once for the whole program: making one takes longer than all that a class does with it.</summary>
public sealed class SigningKeys : IDisposable
{
    private static readonly Lazy<RSAParameters> OurPair = new(Make);
    private static readonly Lazy<RSAParameters> StrangersPair = new(Make);

    public RSA Ours { get; } = RSA.Create(OurPair.Value);

    public RSA Strangers { get; } = RSA.Create(StrangersPair.Value);

    public void Dispose()
    {
        Ours.Dispose();
        Strangers.Dispose();
    }

    private static RSAParameters Make()
    {
        using var key = RSA.Create(2048);
        return key.ExportParameters(includePrivateParameters: true);
    }
}
