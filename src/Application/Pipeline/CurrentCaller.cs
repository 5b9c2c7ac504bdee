using Modular.Application.Identity;
using Modular.Domain;
using Modular.Domain.Customers;

namespace Modular.Application.Pipeline;

/// <summary>Who calls, for the length of one request (one service scope).</summary>
public sealed class CurrentCaller
{
    private CustomerId? _customerId;

    /// <summary>The caller; none while nobody is signed in.</summary>
    public Caller? Caller { get; private set; }

    /// <summary>The customer that the caller is.</summary>
    /// <exception cref="InvalidOperationException">
    /// Read by a use case that declares neither <see cref="Access.Own"/> nor <see cref="Access.Recorded"/>.
    /// </exception>
    public CustomerId CustomerId =>
        _customerId ?? throw new InvalidOperationException(
            "Only a use case over own data, or a recorded one, has a customer: declare Access.Own or Access.Recorded.");

    /// <summary>Whether the caller's customer is known already.</summary>
    internal bool HasCustomer => _customerId is not null;

    /// <summary>The caller, as the history of what they do names them.</summary>
    public Actor Actor =>
        Caller is { Kind: CallerKind.Machine } machine ? Actor.Client(machine.ClientId) : Actor.Customer(CustomerId);

    /// <summary>Takes the caller that a token was accepted for. Once a request.</summary>
    /// <exception cref="InvalidOperationException">Somebody is signed in already.</exception>
    public void SignIn(Caller caller) =>
        Caller = Caller is null ? caller : throw new InvalidOperationException("Somebody else is signed in already.");

    /// <summary>Whose data the caller may see: anybody's with <paramref name="permission"/>, their own without.</summary>
    public Owner OwnOrAnybodyWith(Permissions permission) =>
        Caller is { } caller && caller.Permissions.HasFlag(permission) ? Owner.Anybody : Owner.Only(CustomerId);

    internal void Is(CustomerId customerId) => _customerId = customerId;
}
