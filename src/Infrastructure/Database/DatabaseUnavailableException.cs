namespace Modular.Infrastructure.Database;

/// <summary>The database does not answer now, or has no room for another writer: nothing was stored, and trying again makes sense.</summary>
public sealed class DatabaseUnavailableException(string what, Exception? cause = null) : Exception(what, cause)
{
    /// <summary>When trying again makes sense.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
}
