using Modular.Application.Cluster;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

internal static class SignalledCustomer
{
    /// <summary>The customer's identities, as signals name them.</summary>
    public static IReadOnlyList<NodeSignal.Identity> SignalledIdentities(this Customer customer) =>
        [.. customer.Identities.Select(identity => new NodeSignal.Identity(identity.Issuer, identity.Subject))];
}
