using Modular.Domain.Customers;

namespace Modular.Application.Pipeline;

/// <summary>The customers whose data a store may touch. It is in each store's signature, so that a handler cannot forget it.</summary>
public readonly record struct Owner
{
    private readonly bool _anybody;

    private Owner(bool anybody, CustomerId? customerId)
    {
        _anybody = anybody;
        CustomerId = customerId;
    }

    /// <summary>The data of every customer: for staff and machines.</summary>
    public static Owner Anybody => new(anybody: true, customerId: null);

    /// <summary>The only customer; none for <see cref="Anybody"/>.</summary>
    public CustomerId? CustomerId { get; }

    /// <summary>The data of this customer alone.</summary>
    public static Owner Only(CustomerId customerId) => new(anybody: false, customerId);

    /// <summary>Whether data of <paramref name="customerId"/> may be touched. A default value owns nothing.</summary>
    public bool Owns(CustomerId customerId) => _anybody || CustomerId == customerId;
}
