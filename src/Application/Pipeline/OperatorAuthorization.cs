using ErrorOr;

namespace Modular.Application.Pipeline;

/// <summary>
/// Admits the operator of a command where the use case admits operators. An operator is no customer, so no store is asked: a command that says
/// how a database server is backed up needs no connection to it.
/// </summary>
internal sealed class OperatorAuthorization : IAuthorization
{
    public ValueTask<ErrorOr<Success>> AuthorizeAsync(Access access, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ErrorOr<Success>>(access.AdmitsOperators ? Result.Success : Refusals.NotPermitted);
}
