using ErrorOr;
using Microsoft.AspNetCore.Authorization;
using Modular.Application.Pipeline;

namespace Modular.Api.Identity;

/// <summary>The requirement that the caller may run the endpoint's use case.</summary>
internal sealed record AccessRequirement(Access Access) : IAuthorizationRequirement;

/// <summary>Asks the application, before anything of the request is read.</summary>
internal sealed class AccessHandler(IAuthorization authorization) : AuthorizationHandler<AccessRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        var cancellation = (context.Resource as HttpContext)?.RequestAborted ?? CancellationToken.None;
        var authorized = await authorization.AuthorizeAsync(requirement.Access, cancellation);
        if (authorized.IsError)
        {
            context.Fail(new AccessFailure(this, authorized.FirstError));
            return;
        }

        context.Succeed(requirement);
    }
}

/// <summary>The application's refusal, on its way to the answer.</summary>
internal sealed class AccessFailure(IAuthorizationHandler handler, Error error) : AuthorizationFailureReason(handler, error.Code)
{
    public Error Error { get; } = error;
}
