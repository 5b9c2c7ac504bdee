using Modular.Domain.Customers;

namespace Modular.Application.Pipeline;

/// <summary>Whose data a store may touch. In each store's signature, so that a handler cannot forget it.</summary>
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

    /// <summary>The only customer whose data it is; none for <see cref="Anybody"/>.</summary>
    public CustomerId? CustomerId { get; }

    /// <summary>This customer's.</summary>
    public static Owner Only(CustomerId customerId) => new(anybody: false, customerId);

    /// <summary>Whether data of <paramref name="customerId"/> may be touched. A default value owns nothing.</summary>
    public bool Owns(CustomerId customerId) => _anybody || CustomerId == customerId;
}
