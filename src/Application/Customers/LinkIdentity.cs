using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ErrorOr;
using FluentValidation;
using Modular.Application.Cluster;
using Modular.Application.Identity;
using Modular.Application.Pipeline;

namespace Modular.Application.Customers;

/// <summary>
/// Links a second identity to my account: I present a token of each, both from a recent sign-in. A fault of the second token is
/// an error of a field, and never a challenge, which would send the client to sign the first identity in again.
/// </summary>
/// <param name="Token">An access token of the second identity, with the scope of <c>account.write</c>.</param>
public sealed record LinkIdentity([property: Required] string? Token) : IConditional, IUseCase<Account>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.AccountWrite).SignedInWithin(RecentSignIn.MaxAge);

    /// <inheritdoc />
    [JsonIgnore]
    public Precondition Condition { get; init; } = Precondition.None;

    // A printed request must not contain the token.
    /// <inheritdoc />
    public override string ToString() => nameof(LinkIdentity);
}

internal sealed class LinkIdentityValidator : AbstractValidator<LinkIdentity>
{
    public LinkIdentityValidator() =>
        RuleFor(r => r.Token).NotEmpty().WithMessage("An access token of the identity to link is needed.");
}

internal sealed class LinkIdentityHandler(
    ITokenValidator tokens, ICustomerStore customers, INodeSignals signals, CurrentCaller me, TimeProvider time)
    : IHandler<LinkIdentity, Account>
{
    public async Task<ErrorOr<Account>> Handle(LinkIdentity request, CancellationToken cancellationToken)
    {
        var second = await SecondAsync(request.Token!, cancellationToken);
        if (second.IsError)
        {
            return second.Errors;
        }

        var (issuer, subject) = (second.Value.Issuer, second.Value.Subject);
        var linked = await customers.LinkAsync(
            new LinkTarget.ById(me.CustomerId),
            issuer,
            subject,
            account => request.Condition.Check(me.TagOf(account)),
            AuditStamp.Of(me, time),
            dryRun: false,
            cancellationToken);
        switch (linked.Kind)
        {
            case LinkOutcome.Result.Taken:
                return CustomerErrors.IdentityTaken;
            case LinkOutcome.Result.NoSuchCustomer:
                return Refusals.SignedOut;
            case LinkOutcome.Result.Unexpected:
                return Refusals.PreconditionFailed;
            case LinkOutcome.Result.Merged:
                await signals.PublishAsync(new NodeSignal.IdentitiesUnlinked(linked.Merged!.Value, [new(issuer, subject)]));
                break;
        }

        return (await customers.GetAccountAsync(me.CustomerId, cancellationToken)).SeenBy(me);
    }

    private static Error Wrong(string message) => InvalidField.Named(nameof(LinkIdentity.Token), message);

    private async Task<ErrorOr<Caller>> SecondAsync(string token, CancellationToken cancellationToken) =>
        await tokens.ValidateFreshAsync(token, cancellationToken) switch
        {
            TokenVerdict.Accepted accepted => await CheckAsync(accepted.Caller, cancellationToken),
            TokenVerdict.Insufficient insufficient => Wrong($"The access token lacks the scope {insufficient.Scope}."),
            TokenVerdict.Undecided undecided => Refusals.Undecided(undecided.RetryAfter),
            _ => Wrong("The access token is not valid."),
        };

    private async Task<ErrorOr<Caller>> CheckAsync(Caller second, CancellationToken cancellationToken)
    {
        if (second.Kind != CallerKind.Person)
        {
            return Wrong("The access token is a machine's, and an account is a person's.");
        }

        var holder = await customers.FindByIdentityAsync(second.Issuer, second.Subject, cancellationToken);
        if (holder?.HasEnded(second) == true)
        {
            return Wrong("The access token is not valid.");
        }

        if (!second.Permissions.HasFlag(Permissions.AccountWrite))
        {
            return Wrong("The access token lacks the scope of account.write.");
        }

        return LinkIdentity.Access.StepUp!.IsRecent(second.AuthenticatedAt, time.GetUtcNow()) ? second
            : second.AuthenticatedAt is null ? Wrong("The access token has no auth_time, so the time of its sign-in is unknown: ask its provider for it, as with max_age.")
            : Wrong($"The sign-in of the access token is too long ago: sign in again, at most {RecentSignIn.MaxAge.TotalSeconds} seconds before.");
    }
}
