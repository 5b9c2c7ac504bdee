using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>The common part of all steps towards delivery.</summary>
internal static class Fulfilment
{
    /// <summary>How recent the sign-in of staff must be, as for everything that they do to customers: 5 minutes.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(300);

    /// <summary>The access rule: machines, and staff with a recent sign-in, recorded with their actor.</summary>
    public static Access Access => Access.To(Permissions.OrdersFulfil).SignedInWithin(MaxAge).Recorded();
}

/// <summary>Moves an order of any customer one step towards delivery.</summary>
/// <typeparam name="TRequest">The step.</typeparam>
internal abstract class FulfilmentHandler<TRequest>(IOrderStore orders, CurrentCaller me, TimeProvider time)
    : IHandler<TRequest, OrderDetails>
    where TRequest : IOrderChange, IUseCase<OrderDetails>
{
    /// <summary>The status that it leads to.</summary>
    protected abstract OrderStatus Next { get; }

    /// <summary>Its name in the audit trail.</summary>
    protected abstract AuditAction Action { get; }

    public Task<ErrorOr<OrderDetails>> Handle(TRequest request, CancellationToken cancellationToken)
    {
        var stamp = AuditStamp.Of(me, time);
        return orders.ChangeAsync(new OrderId(request.Id), Owner.Anybody, Move, Entry, cancellationToken);

        ErrorOr<Success> Move(Order order) => IsMine(order) ? OrderErrors.OwnOrder : request.ApplyTo(order, Next, stamp.Actor, stamp.At);

        AuditEntry Entry(Order order) => new(stamp.Actor, stamp.ClientId, Action, order.CustomerId, stamp.At) { OrderId = order.Id };
    }

    private bool IsMine(Order order) => me.Caller!.Kind == CallerKind.Person && order.CustomerId == me.CustomerId;
}
