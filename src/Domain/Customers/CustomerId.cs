namespace Modular.Domain.Customers;

/// <summary>Our own id of a customer, independent of any identity provider. Ascending by creation (UUID version 7, RFC 9562).</summary>
public readonly record struct CustomerId(Guid Value)
{
    /// <summary>A new id.</summary>
    public static CustomerId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <inheritdoc />
    public override string ToString() => Value.ToString("D");
}
