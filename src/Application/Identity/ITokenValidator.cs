namespace Modular.Application.Identity;

/// <summary>
/// The identity port: finds the caller of a token of any configured provider. Answers in values; an exception means a bug.
/// </summary>
public interface ITokenValidator
{
    /// <summary>Checks an untrusted token.</summary>
    /// <param name="token">The text behind <c>Bearer</c>, as received: untrusted, of any form.</param>
    /// <param name="cancellationToken">Ends the wait for a provider.</param>
    ValueTask<TokenVerdict> ValidateAsync(string token, CancellationToken cancellationToken);

    /// <summary>Checks a token without the cache: for a use case that cannot be undone.</summary>
    /// <param name="token">As for <see cref="ValidateAsync"/>.</param>
    /// <param name="cancellationToken">Ends the wait for a provider.</param>
    ValueTask<TokenVerdict> ValidateFreshAsync(string token, CancellationToken cancellationToken);
}
