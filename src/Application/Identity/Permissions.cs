using System.Collections.Frozen;
using System.Numerics;

namespace Modular.Application.Identity;

/// <summary>The permissions of callers, in our own terms. Adapters translate a provider's scopes and groups into these.</summary>
[Flags]
public enum Permissions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>orders.read</c>: own orders, and the catalogue.</summary>
    OrdersRead = 1 << 0,

    /// <summary><c>orders.write</c>: place and cancel own orders.</summary>
    OrdersWrite = 1 << 1,

    /// <summary><c>profile.read</c>: own profile.</summary>
    ProfileRead = 1 << 2,

    /// <summary><c>profile.write</c>: change own profile.</summary>
    ProfileWrite = 1 << 3,

    /// <summary><c>account.read</c>: own account.</summary>
    AccountRead = 1 << 4,

    /// <summary><c>account.write</c>: change own account.</summary>
    AccountWrite = 1 << 5,

    /// <summary><c>orders.read.any</c>: the orders of all customers.</summary>
    OrdersReadAny = 1 << 6,

    /// <summary><c>orders.fulfil</c>: move orders towards delivery.</summary>
    OrdersFulfil = 1 << 7,

    /// <summary><c>customers.manage</c>: suspend, reinstate and sign out customers.</summary>
    CustomersManage = 1 << 8,
}

/// <summary>The permissions' names on the wire, and those that customers and staff may have.</summary>
public static class PermissionNames
{
    /// <summary>The permissions of every customer over their own data.</summary>
    public const Permissions Everybody =
        Permissions.OrdersRead | Permissions.OrdersWrite
        | Permissions.ProfileRead | Permissions.ProfileWrite
        | Permissions.AccountRead | Permissions.AccountWrite;

    /// <summary>The additional permissions of staff.</summary>
    public const Permissions Staff = Permissions.OrdersReadAny | Permissions.OrdersFulfil | Permissions.CustomersManage;

    /// <summary>Everything there is.</summary>
    public const Permissions All = Everybody | Staff;

    private static readonly FrozenDictionary<string, Permissions> ByName = new Dictionary<string, Permissions>(StringComparer.Ordinal)
    {
        ["orders.read"] = Permissions.OrdersRead,
        ["orders.write"] = Permissions.OrdersWrite,
        ["profile.read"] = Permissions.ProfileRead,
        ["profile.write"] = Permissions.ProfileWrite,
        ["account.read"] = Permissions.AccountRead,
        ["account.write"] = Permissions.AccountWrite,
        ["orders.read.any"] = Permissions.OrdersReadAny,
        ["orders.fulfil"] = Permissions.OrdersFulfil,
        ["customers.manage"] = Permissions.CustomersManage,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Permissions>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<Permissions, string> Names =
        ByName.ToFrozenDictionary(entry => entry.Value, entry => entry.Key);

    /// <summary>All names, in the enumeration's order.</summary>
    public static IEnumerable<string> Known => Names.OrderBy(entry => entry.Key).Select(entry => entry.Value);

    /// <summary>The permission of that exact name; <see cref="Permissions.None"/> for a name that we do not know.</summary>
    public static Permissions Parse(ReadOnlySpan<char> name) =>
        BySpan.TryGetValue(name, out var permission) ? permission : Permissions.None;

    /// <summary>The purpose of one permission, for people who grant it: a part of a sentence.</summary>
    /// <exception cref="ArgumentException"><paramref name="permission"/> is none or several.</exception>
    public static string Meaning(this Permissions permission) => permission switch
    {
        Permissions.OrdersRead => "See my orders, and the products",
        Permissions.OrdersWrite => "Place and cancel my orders",
        Permissions.ProfileRead => "See my profile",
        Permissions.ProfileWrite => "Change my profile",
        Permissions.AccountRead => "See my account and its sign-ins, and export my data",
        Permissions.AccountWrite => "Change my account: link sign-ins, sign out everywhere, close it",
        Permissions.OrdersReadAny => "See the orders of every customer (staff and machines)",
        Permissions.OrdersFulfil => "Move orders towards delivery (staff and machines)",
        Permissions.CustomersManage => "Suspend, reinstate and sign out customers (staff and machines)",
        _ => throw new ArgumentException("Not a single permission.", nameof(permission)),
    };

    /// <summary>The name of one permission.</summary>
    /// <exception cref="ArgumentException"><paramref name="permission"/> is none or several.</exception>
    public static string Name(this Permissions permission) =>
        BitOperations.PopCount((uint)permission) == 1 && Names.TryGetValue(permission, out var name)
            ? name
            : throw new ArgumentException("Not a single permission.", nameof(permission));
}
