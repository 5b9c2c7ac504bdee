using ErrorOr;

namespace Modular.Application.Pipeline;

/// <summary>Decides whether the current caller may run a use case, and makes sure that a person has a customer.</summary>
public interface IAuthorization
{
    /// <summary>
    /// Refuses, in this order: no caller, a sign-in that its customer has ended, a suspended customer, a caller without the
    /// permission, a sign-in that is too old or too weak. Only then is a person who was never seen before made a customer. An operator is
    /// refused where the use case does not admit operators.
    /// </summary>
    ValueTask<ErrorOr<Success>> AuthorizeAsync(Access access, CancellationToken cancellationToken);
}
