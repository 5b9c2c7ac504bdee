namespace Modular.Infrastructure.Database;

/// <summary>
/// The database does not answer now, or has no room for another writer: trying again makes sense. Nothing was stored, but for one case:
/// when the connection is lost at the very commit, the result is unknown: the idempotency key lets the client ask again.
/// </summary>
public sealed class DatabaseUnavailableException(string what, Exception? cause = null) : Exception(what, cause)
{
    /// <summary>When trying again makes sense.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
}
