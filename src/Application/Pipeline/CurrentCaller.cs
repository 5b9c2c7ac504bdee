using Modular.Application.Identity;
using Modular.Domain;
using Modular.Domain.Customers;

namespace Modular.Application.Pipeline;

/// <summary>The bearer of an accepted token, or the operator of a command, for the length of one request (one service scope).</summary>
public sealed class CurrentCaller
{
    private CustomerId? _customerId;

    /// <summary>The bearer of the token; null for an operator, and before the sign-in.</summary>
    public Caller? Caller { get; private set; }

    /// <summary>The command that the operator runs; null for the bearer of a token, and before the sign-in.</summary>
    public string? Command { get; private set; }

    /// <summary>The customer that the caller is.</summary>
    /// <exception cref="InvalidOperationException">
    /// Read by a use case that declares neither <see cref="Access.Own"/> nor <see cref="Access.Recorded"/>.
    /// </exception>
    public CustomerId CustomerId =>
        _customerId ?? throw new InvalidOperationException(
            "Only a use case over own data, or a recorded one, has a customer: declare Access.Own or Access.Recorded.");

    /// <summary>Whether the caller's customer is known already.</summary>
    internal bool HasCustomer => _customerId is not null;

    /// <summary>The caller, as the history of orders and the audit trail name it.</summary>
    public Actor Actor =>
        Command is { } command ? Actor.Command(command)
        : Caller is { Kind: CallerKind.Machine } machine ? Actor.Client(machine.ClientId)
        : Actor.Customer(CustomerId);

    /// <summary>The client of the caller, as the audit trail names it: the app client of the token, or the operator's command.</summary>
    internal string ClientId => Command ?? Caller!.ClientId;

    /// <summary>Takes the caller that a token was accepted for. Once a request.</summary>
    /// <exception cref="InvalidOperationException">A caller is signed in already.</exception>
    public void SignIn(Caller caller) => Caller = IsNobody ? caller : throw AlreadySignedIn();

    /// <summary>
    /// Takes the operator who runs a command of this program. There is no token to check: the operator has the settings of the database, and
    /// so can do anything to it. Once a request.
    /// </summary>
    /// <param name="command">The name of the command, as the audit trail gets it.</param>
    /// <exception cref="InvalidOperationException">A caller is signed in already.</exception>
    public void SignInAsOperator(string command) => Command = IsNobody ? command : throw AlreadySignedIn();

    /// <summary>The data that the caller may see: that of every customer with <paramref name="permission"/>, their own without.</summary>
    public Owner OwnOrAnybodyWith(Permissions permission) =>
        Caller is { } caller && caller.Permissions.HasFlag(permission) ? Owner.Anybody : Owner.Only(CustomerId);

    internal void Is(CustomerId customerId) => _customerId = customerId;

    private bool IsNobody => Caller is null && Command is null;

    private static InvalidOperationException AlreadySignedIn() => new("Another caller is signed in already.");
}
