using System.Numerics;
using ErrorOr;
using Modular.Application.Identity;

namespace Modular.Application.Pipeline;

/// <summary>
/// The access rule of a use case: one of several permissions, each over own data or any data; and whether operators may send it
/// without a permission.
/// </summary>
public sealed class Access
{
    private readonly Way[] _ways;

    private Access(params Way[] ways) => _ways = ways;

    private Access(Access other, Way[] ways)
        : this(ways)
    {
        StepUp = other.StepUp;
        IsRecorded = other.IsRecorded;
        AdmitsOperators = other.AdmitsOperators;
    }

    /// <summary>How recently and how surely a person must have signed in; null if any sign-in will do.</summary>
    public StepUp? StepUp { get; private init; }

    /// <summary>
    /// Whether the use case is recorded with its actor, so that a person is made a customer even where no own data is asked for.
    /// </summary>
    internal bool IsRecorded { get; private init; }

    /// <summary>Whether operators may do this by a command of the program. They need no permission.</summary>
    public bool AdmitsOperators { get; private init; }

    /// <summary>The permissions, first choice first.</summary>
    public IEnumerable<Permissions> Permissions => _ways.Select(way => way.Permission);

    /// <summary>The permissions that machines can use, first choice first; none for a use case of people alone.</summary>
    public IEnumerable<Permissions> MachinePermissions => _ways.Where(way => !way.OwnData).Select(way => way.Permission);

    /// <summary>Only for people, over their own data.</summary>
    public static Access Own(Permissions permission) => new(WayBy(permission, ownData: true));

    /// <summary>For people and machines, not bound to own data.</summary>
    public static Access To(Permissions permission) => new(WayBy(permission, ownData: false));

    /// <summary>Only for operators, by a command of the program. Such a use case has no route.</summary>
    public static Access Operators() => new() { AdmitsOperators = true };

    /// <summary>Or for operators, by a command of the program.</summary>
    public Access OrOperators() => new(this, _ways) { AdmitsOperators = true };

    /// <summary>Or by this permission, not bound to own data.</summary>
    public Access Or(Permissions permission) => new(this, [.. _ways, WayBy(permission, ownData: false)]);

    /// <summary>Only for people who signed in at most <paramref name="maxAge"/> ago, and machines where it is not about own data.</summary>
    /// <param name="maxAge">Whole seconds, 1 or more.</param>
    public Access SignedInWithin(TimeSpan maxAge) => maxAge >= TimeSpan.FromSeconds(1) && maxAge.Ticks % TimeSpan.TicksPerSecond == 0
        ? new Access(this, _ways) { StepUp = new StepUp(maxAge, StepUp?.Level) }
        : throw new ArgumentOutOfRangeException(nameof(maxAge), "An age is whole seconds, 1 or more.");

    /// <summary>Only for people who signed in at that level or above, and machines where it is not about own data.</summary>
    /// <param name="level">1, the weakest that the provider lists, or more.</param>
    public Access AtLevel(int level) => level >= 1
        ? new Access(this, _ways) { StepUp = new StepUp(StepUp?.MaxAge, level) }
        : throw new ArgumentOutOfRangeException(nameof(level), "A level is 1 or more.");

    /// <summary>The use case is recorded with its actor: a machine's client id, or a person's customer id, also where the data is another customer's.</summary>
    public Access Recorded() => new(this, _ways) { IsRecorded = true };

    /// <summary>
    /// Whether <paramref name="caller"/> may run the use case. Refusals: <see cref="Refusals.PersonRequired"/>; insufficient scope when the
    /// token lacks what its bearer could have; <see cref="Refusals.NotPermitted"/> when another token would not help.
    /// </summary>
    internal ErrorOr<Way> Admit(Caller caller)
    {
        if (_ways.Length == 0)
        {
            return Refusals.NotPermitted;
        }

        var open = caller.Kind == CallerKind.Person ? _ways : Array.FindAll(_ways, way => !way.OwnData);
        if (open.Length == 0)
        {
            return Refusals.PersonRequired;
        }

        foreach (var way in open)
        {
            if (caller.Permissions.HasFlag(way.Permission))
            {
                return way;
            }
        }

        var grantable = Array.Find(open, way => caller.Allowed.HasFlag(way.Permission) && !caller.Granted.HasFlag(way.Permission));
        return grantable is null ? Refusals.NotPermitted : Refusals.InsufficientScope(grantable.Permission);
    }

    // A rule without a permission would admit every caller.
    private static Way WayBy(Permissions permission, bool ownData) =>
        BitOperations.PopCount((uint)permission) == 1
            ? new Way(permission, ownData)
            : throw new ArgumentException("A way in needs exactly one permission.", nameof(permission));

    /// <summary>One of the permissions of a rule.</summary>
    /// <param name="Permission">A single permission.</param>
    /// <param name="OwnData">Only for people, over their own data.</param>
    internal sealed record Way(Permissions Permission, bool OwnData);
}
