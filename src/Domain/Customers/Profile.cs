using System.Diagnostics.CodeAnalysis;

namespace Modular.Domain.Customers;

/// <summary>The contact data of a customer. Every part may be missing, and no part identifies the customer.</summary>
public sealed record Profile
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>The longest e-mail address, in characters (RFC 5321, section 4.5.3.1.3).</summary>
    public const int MaxEmailLength = 254;

    /// <summary>The most addresses.</summary>
    public const int MaxAddresses = 10;

    /// <exception cref="ArgumentException">A part does not have its form.</exception>
    public Profile(string? name, string? email, string? phone, IReadOnlyList<Address> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        Name = name is null || IsName(name) ? name : throw new ArgumentException("Not a name.", nameof(name));
        Email = email is null || IsEmail(email) ? email : throw new ArgumentException("Not an e-mail address.", nameof(email));
        Phone = phone is null || IsPhone(phone) ? phone : throw new ArgumentException("Not a phone number.", nameof(phone));
        Addresses = addresses.Count <= MaxAddresses && !addresses.Contains(null!)
            ? [.. addresses]
            : throw new ArgumentException("Too many addresses, or one that is none.", nameof(addresses));
    }

    /// <summary>Nothing told yet.</summary>
    public static Profile Empty { get; } = new(null, null, null, []);

    /// <summary>Whether nothing is told.</summary>
    public bool IsEmpty() => Name is null && Email is null && Phone is null && Addresses.Count == 0;

    /// <summary>At most 200 characters, not blank.</summary>
    public string? Name { get; }

    /// <summary>An e-mail address. Its form is checked; that it belongs to the customer is not.</summary>
    public string? Email { get; }

    /// <summary>In E.164: <c>+</c> and 7 to 15 digits.</summary>
    public string? Phone { get; }

    /// <summary>At most 10.</summary>
    public IReadOnlyList<Address> Addresses { get; }

    /// <summary>Whether <paramref name="text"/> may stand as a name: not blank, no control characters.</summary>
    public static bool IsName([NotNullWhen(true)] string? text) => text.IsText(MaxNameLength);

    /// <summary>
    /// Whether <paramref name="text"/> has the form of an e-mail address: one <c>@</c> with something before it and a dotted name
    /// behind it, without white space. More than that only a message to it can tell.
    /// </summary>
    public static bool IsEmail([NotNullWhen(true)] string? text)
    {
        if (!text.IsText(MaxEmailLength) || text.Any(char.IsWhiteSpace))
        {
            return false;
        }

        var at = text.IndexOf('@', StringComparison.Ordinal);
        var behind = text.AsSpan(at + 1);
        return at > 0 && !behind.Contains('@') && behind.LastIndexOf('.') > 0 && behind[^1] != '.';
    }

    /// <summary>Whether <paramref name="text"/> is a phone number in E.164.</summary>
    public static bool IsPhone([NotNullWhen(true)] string? text) =>
        text is { Length: >= 8 and <= 16 } && text[0] == '+' && text.Skip(1).All(char.IsAsciiDigit);
}
