using System.Buffers.Binary;

namespace Modular.Fill;

/// <summary>A customer by number, 1 or more: the same one each time.</summary>
/// <param name="Number">The number.</param>
internal readonly record struct Person(int Number)
{
    // All customers were there before the first order.
    private static readonly DateTimeOffset FirstDay = new(2024, 12, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The key, in the form of a version 7 UUID of <see cref="FirstSeenAt"/>.</summary>
    public Guid Id => Uuid(0);

    /// <summary>The key of the one identity.</summary>
    public Guid IdentityId => Uuid(1);

    /// <summary>The subject at the issuer, in Cognito's form.</summary>
    public string Subject => $"00000000-0000-4000-8000-{Number:x12}";

    /// <summary>When the customer was first seen.</summary>
    public DateTimeOffset FirstSeenAt => FirstDay.AddMilliseconds(Number);

    /// <summary>The profile as the product writes it.</summary>
    public string Profile => $$"""{"name":"Customer {{Number}}","email":"customer-{{Number}}@example.com","addresses":[]}""";

    private Guid Uuid(ulong which)
    {
        var dice = new Dice(((ulong)Number << 1) | which);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)FirstSeenAt.ToUnixTimeMilliseconds() << 16) | 0x7000 | (dice.Next() & 0x0FFF));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], 0x8000_0000_0000_0000 | (dice.Next() >> 2));
        return new Guid(bytes, bigEndian: true);
    }
}
