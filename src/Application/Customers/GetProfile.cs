using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

/// <summary>My profile.</summary>
public sealed record GetProfile : IUseCase<Profile>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.ProfileRead);
}

internal sealed class GetProfileHandler(ICustomerStore customers, CurrentCaller me) : IHandler<GetProfile, Profile>
{
    public async Task<ErrorOr<Profile>> Handle(GetProfile request, CancellationToken cancellationToken) =>
        await customers.GetProfileAsync(me.CustomerId, cancellationToken);
}
