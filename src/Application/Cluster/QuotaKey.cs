using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Modular.Application.Identity;

namespace Modular.Application.Cluster;

/// <summary>
/// The key under which requests are counted together: those of a person through one client, of a machine, or of unknown callers at one
/// address. The same on every node.
/// </summary>
public readonly record struct QuotaKey
{
    private const int AddressBytes = 16;

    private QuotaKey(string? provider, string? clientId, string? subject, UInt128 address) =>
        (Provider, ClientId, Subject, Address) = (provider, clientId, subject, address);

    /// <summary>The provider's name in the configuration; null for an address.</summary>
    public string? Provider { get; }

    /// <summary>The app client; null for an address.</summary>
    public string? ClientId { get; }

    /// <summary>The person; null for a machine and for an address.</summary>
    public string? Subject { get; }

    /// <summary>
    /// For unknown callers, an IPv4 address mapped into IPv6, or the upper 64 bits of an IPv6 address, because the owner of a network chooses
    /// the lower ones freely (RFC 4291 section 2.5.1). 0 without an address, and for a known caller.
    /// </summary>
    public UInt128 Address { get; }

    /// <summary>Of a verified caller.</summary>
    public static QuotaKey Of(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new(caller.Provider, caller.ClientId, caller.Kind == CallerKind.Person ? caller.Subject : null, address: 0);
    }

    /// <summary>Of an unknown caller at that address; all without an address count together.</summary>
    public static QuotaKey Of(IPAddress? address)
    {
        if (address is null)
        {
            return default;
        }

        Span<byte> bytes = stackalloc byte[AddressBytes];
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            bytes.Clear();
            bytes[10] = bytes[11] = byte.MaxValue;
            address.TryWriteBytes(bytes[12..], out _);
            return OfBits(bytes);
        }

        address.TryWriteBytes(bytes, out _);
        if (!address.IsIPv4MappedToIPv6)
        {
            bytes[8..].Clear();
        }

        return OfBits(bytes);
    }

    // Identity and address stay out of every log line that prints a key.
    /// <inheritdoc />
    public override string ToString() => (Provider, Subject) switch
    {
        (null, _) => "an address",
        (_, null) => $"a machine through {Provider}",
        _ => $"a person through {Provider}",
    };

    private static QuotaKey OfBits(ReadOnlySpan<byte> bytes) =>
        new(provider: null, clientId: null, subject: null, BinaryPrimitives.ReadUInt128BigEndian(bytes));
}
