using Modular.Domain.Customers;

namespace Modular.Application.Cluster;

/// <summary>Something that every node must know at once.</summary>
/// <param name="CustomerId">The customer that it is about.</param>
/// <param name="Identities">The customer's identities, as tokens name them.</param>
public abstract record NodeSignal(CustomerId CustomerId, IReadOnlyList<NodeSignal.Identity> Identities)
{
    // The customer's id stays out of every log line that prints a signal.
    /// <inheritdoc />
    public sealed override string ToString() => GetType().Name;

    /// <summary>An identity whose tokens are meant.</summary>
    /// <param name="Issuer">The provider's canonical issuer.</param>
    /// <param name="Subject">The provider's subject.</param>
    public readonly record struct Identity(string Issuer, string Subject);

    /// <summary>The customer signed out everywhere: tokens of sign-ins that are not later than <paramref name="At"/> have ended.</summary>
    public sealed record CustomerSignedOut(CustomerId CustomerId, IReadOnlyList<Identity> Identities, DateTimeOffset At)
        : NodeSignal(CustomerId, Identities);

    /// <summary>The customer is suspended.</summary>
    public sealed record CustomerSuspended(CustomerId CustomerId, IReadOnlyList<Identity> Identities)
        : NodeSignal(CustomerId, Identities);

    /// <summary>These identities are no longer the customer's: they were removed, or the customer was merged into another one.</summary>
    public sealed record IdentitiesUnlinked(CustomerId CustomerId, IReadOnlyList<Identity> Identities)
        : NodeSignal(CustomerId, Identities);

    /// <summary>There are new events of the customer's orders.</summary>
    public sealed record OrdersChanged(CustomerId CustomerId) : NodeSignal(CustomerId, []);
}
