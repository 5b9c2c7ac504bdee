using ErrorOr;
using FluentValidation;
using Modular.Application.Cluster;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

/// <summary>
/// Links an identity to the customer who has another one: one line of a map for a move to another provider. A repetition changes nothing.
/// For operators.
/// </summary>
/// <param name="FromIssuer">The issuer of the identity that the customer has. Its provider need not be configured any more.</param>
/// <param name="FromSubject">The subject of that identity.</param>
/// <param name="ToIssuer">The issuer of the identity to link, in any form that its configured provider has.</param>
/// <param name="ToSubject">The subject of the identity to link.</param>
/// <param name="DryRun">Whether to report the result without a change.</param>
public sealed record LinkMappedIdentity(string FromIssuer, string FromSubject, string ToIssuer, string ToSubject, bool DryRun) : IUseCase<MappedIdentity>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Operators();

    // Issuers and subjects identify a person: they stay out of any log line that prints a request.
    /// <inheritdoc />
    public override string ToString() => nameof(LinkMappedIdentity);
}

/// <summary>The result for an identity of a map.</summary>
public enum MappedIdentity
{
    /// <summary>No customer had the identity. It is linked to this customer now.</summary>
    Linked,

    /// <summary>An unused customer had the identity, and was merged into this one.</summary>
    Merged,

    /// <summary>This customer had the identity already.</summary>
    AlreadyLinked,
}

internal sealed class LinkMappedIdentityValidator : AbstractValidator<LinkMappedIdentity>
{
    public LinkMappedIdentityValidator() => RuleFor(r => r)
        .Must(r => IsValue(r.FromIssuer, ExternalIdentity.MaxIssuerLength) && IsValue(r.FromSubject, ExternalIdentity.MaxSubjectLength)
            && IsValue(r.ToIssuer, ExternalIdentity.MaxIssuerLength) && IsValue(r.ToSubject, ExternalIdentity.MaxSubjectLength))
        .WithMessage("A column is empty, too long, or has control characters or spaces at its ends.");

    // A claim of a token can never equal such an issuer or subject, so the link could never be used.
    private static bool IsValue(string text, int longest) => text.IsText(longest) && text.Trim().Length == text.Length;
}

internal sealed class LinkMappedIdentityHandler(
    ICanonicalIssuers issuers, ICustomerStore customers, INodeSignals signals, CurrentCaller me, TimeProvider time)
    : IHandler<LinkMappedIdentity, MappedIdentity>
{
    public async Task<ErrorOr<MappedIdentity>> Handle(LinkMappedIdentity request, CancellationToken cancellationToken)
    {
        if (issuers.Find(request.ToIssuer) is not { } issuer)
        {
            return InvalidField.Named(nameof(request.ToIssuer), "The issuer of the identity to link is that of no configured provider.");
        }

        // The provider that customers come from may be gone already. Then its issuer is as it was stored.
        var from = new LinkTarget.ByIdentity(issuers.Find(request.FromIssuer) ?? request.FromIssuer, request.FromSubject);
        var linked = await customers.LinkAsync(
            from, issuer, request.ToSubject, _ => Result.Success, AuditStamp.Of(me, time), request.DryRun, cancellationToken);
        switch (linked.Kind)
        {
            case LinkOutcome.Result.Linked:
                return MappedIdentity.Linked;
            case LinkOutcome.Result.AlreadyLinked:
                return MappedIdentity.AlreadyLinked;
            case LinkOutcome.Result.Merged:
                if (!request.DryRun)
                {
                    await signals.PublishAsync(new NodeSignal.IdentitiesUnlinked(linked.Merged!.Value, [new(issuer, request.ToSubject)]));
                }

                return MappedIdentity.Merged;
            case LinkOutcome.Result.Taken:
                return CustomerErrors.IdentityTaken;
            default:
                return CustomerErrors.NotFound;
        }
    }
}
