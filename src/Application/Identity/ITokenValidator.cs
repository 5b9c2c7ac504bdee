namespace Modular.Application.Identity;

/// <summary>
/// The identity port: says whose token this is, whichever provider issued it. Answers in values; an exception means a bug.
/// </summary>
public interface ITokenValidator
{
    /// <summary>Checks a token that a stranger sent.</summary>
    /// <param name="token">What stood behind <c>Bearer</c>, as it came: untrusted, of any form.</param>
    /// <param name="cancellationToken">Ends the wait for a provider.</param>
    ValueTask<TokenVerdict> ValidateAsync(string token, CancellationToken cancellationToken);

    /// <summary>Checks a token from the beginning, whatever is remembered of it: before something that cannot be taken back.</summary>
    /// <param name="token">As for <see cref="ValidateAsync"/>.</param>
    /// <param name="cancellationToken">Ends the wait for a provider.</param>
    ValueTask<TokenVerdict> ValidateFreshAsync(string token, CancellationToken cancellationToken);
}
