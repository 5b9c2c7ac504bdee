using System.Security.Cryptography;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>Two key pairs for a whole class: making one takes longer than all that is done with it.</summary>
public sealed class SigningKeys : IDisposable
{
    public RSA Ours { get; } = RSA.Create(2048);

    public RSA Strangers { get; } = RSA.Create(2048);

    public void Dispose()
    {
        Ours.Dispose();
        Strangers.Dispose();
    }
}
