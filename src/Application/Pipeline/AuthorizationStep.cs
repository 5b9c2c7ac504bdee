using ErrorOr;

namespace Modular.Application.Pipeline;

/// <summary>Authorizes every request, also those that the HTTP layer has authorized before: not every request comes by HTTP.</summary>
internal sealed class AuthorizationStep<TRequest, TAnswer>(IAuthorization authorization) : Step<TRequest, TAnswer>
    where TRequest : IUseCase<TAnswer>
{
    protected override async Task<ErrorOr<TAnswer>> RunAsync(
        TRequest request, Func<Task<ErrorOr<TAnswer>>> next, CancellationToken cancellationToken)
    {
        var authorized = await authorization.AuthorizeAsync(TRequest.Access, cancellationToken);
        return authorized.IsError ? authorized.Errors : await next();
    }
}
