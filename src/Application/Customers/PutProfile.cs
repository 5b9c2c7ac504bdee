using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ErrorOr;
using FluentValidation;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

/// <summary>Replaces my whole profile; a field that is left out is removed.</summary>
/// <param name="Name">At most 200 characters.</param>
/// <param name="Email">At most 254 characters, in the form of an e-mail address.</param>
/// <param name="Phone">E.164: <c>+</c> and 7 to 15 digits.</param>
/// <param name="Addresses">At most 10.</param>
public sealed record PutProfile(string? Name, string? Email, string? Phone, IReadOnlyList<PutProfile.PostalAddress>? Addresses)
    : IConditional, IUseCase<Profile>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.ProfileWrite);

    /// <inheritdoc />
    [JsonIgnore]
    public Precondition Condition { get; init; } = Precondition.None;

    /// <summary>A postal address, not yet checked.</summary>
    /// <param name="Line1">Street and number, at most 200 characters.</param>
    /// <param name="Line2">More of the street, at most 200 characters.</param>
    /// <param name="PostalCode">As the country writes it, at most 200 characters.</param>
    /// <param name="City">The town, at most 200 characters.</param>
    /// <param name="Country">Two capital letters (ISO 3166-1 alpha-2).</param>
    public sealed record PostalAddress(
        [property: Required] string? Line1,
        string? Line2,
        [property: Required] string? PostalCode,
        [property: Required] string? City,
        [property: Required] string? Country);
}

internal sealed class PutProfileValidator : AbstractValidator<PutProfile>
{
    public PutProfileValidator()
    {
        RuleFor(r => r.Name).Must(Profile.IsName).When(r => r.Name is not null)
            .WithMessage("A name is 1 to 200 characters without control characters.");
        RuleFor(r => r.Email).Must(Profile.IsEmail).When(r => r.Email is not null)
            .WithMessage("An e-mail address looks like name@example.com and has at most 254 characters.");
        RuleFor(r => r.Phone).Must(Profile.IsPhone).When(r => r.Phone is not null)
            .WithMessage("A phone number is + and 7 to 15 digits, like +4930123456.");
        RuleFor(r => r.Addresses).Must(addresses => addresses is null || addresses.Count <= Profile.MaxAddresses)
            .WithMessage("At most 10 addresses.");
        RuleForEach(r => r.Addresses).NotNull().WithMessage("An address is an object.").SetValidator(new PostalAddressValidator())
            .When(r => r.Addresses is { Count: <= Profile.MaxAddresses });
    }

    private sealed class PostalAddressValidator : AbstractValidator<PutProfile.PostalAddress>
    {
        public PostalAddressValidator()
        {
            const string Part = "This is 1 to 200 characters without control characters.";
            RuleFor(a => a.Line1).Must(Address.IsPart).WithMessage(Part);
            RuleFor(a => a.Line2).Must(Address.IsPart).When(a => a.Line2 is not null).WithMessage(Part);
            RuleFor(a => a.PostalCode).Must(Address.IsPart).WithMessage(Part);
            RuleFor(a => a.City).Must(Address.IsPart).WithMessage(Part);
            RuleFor(a => a.Country).Must(Address.IsCountry).WithMessage("A country is two capital letters, like DE.");
        }
    }
}

internal sealed class PutProfileHandler(ICustomerStore customers, CurrentCaller me) : IHandler<PutProfile, Profile>
{
    public async Task<ErrorOr<Profile>> Handle(PutProfile request, CancellationToken cancellationToken)
    {
        var addresses = (request.Addresses ?? []).Select(a => new Address(a.Line1!, a.Line2, a.PostalCode!, a.City!, a.Country!));
        var profile = new Profile(request.Name, request.Email, request.Phone, [.. addresses]);
        var replaced = await customers.ReplaceProfileAsync(
            me.CustomerId, profile, present => request.Condition.Check(EntityTag.Of(present)), cancellationToken);
        return replaced.IsError ? replaced.Errors : profile;
    }
}
