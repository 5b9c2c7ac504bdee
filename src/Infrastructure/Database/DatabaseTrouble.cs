using System.Data.Common;
using System.Net.Sockets;

namespace Modular.Infrastructure.Database;

/// <summary>
/// Tells the database's trouble, which callers wait for to end, from bugs of this program. A failure is trouble unless it is known to be
/// a bug: a failover, a full disk and a rotated password each have codes of their own, and products add more. The database product in
/// use says what its codes mean.
/// </summary>
public abstract class DatabaseTrouble
{
    private protected DatabaseTrouble()
    {
    }

    /// <summary>Whether the database's trouble is behind a failure, so that the same request may succeed later.</summary>
    public bool IsBehind(Exception exception) => exception switch
    {
        DatabaseUnavailableException => true,
        _ when Read(exception) is { } failure => failure.IsTrouble,
        DbException => true,

        // A name that does not resolve, or a server that does not answer: not every product wraps these.
        SocketException or TimeoutException => true,
        { InnerException: { } inner } => IsBehind(inner),
        _ => false,
    };

    /// <summary>The kind of trouble, for a log line: the product's own code where there is one.</summary>
    public string NameOf(Exception exception) => exception switch
    {
        DatabaseUnavailableException { InnerException: null } unavailable => unavailable.Message,
        _ when Read(exception)?.Name is { } name => name,
        { InnerException: { } inner } => NameOf(inner),
        _ => exception.GetType().Name,
    };

    /// <summary>The refusal of the database; null if the failure is a bug or not the database's.</summary>
    public DatabaseRefusal? RefusalOf(Exception exception) => Cause(exception) switch
    {
        null => null,
        { } cause when Read(cause) is { } failure => failure.Refusal,
        TimeoutException => new("The database does not answer in time, perhaps because another session holds a lock.", MayPass: true),
        DatabaseUnavailableException { InnerException: null } unavailable => new(unavailable.Message, MayPass: true),
        _ => new("The database server does not answer.", MayPass: true),
    };

    /// <summary>The meaning of an exception of the product's own type, without its inner exceptions; null for any other type.</summary>
    private protected abstract ProductFailure? Read(Exception exception);

    // The product's own exception says the most. A provider may put a time-out into an exception of its own, and EF does the same with all.
    private Exception? Cause(Exception? exception) => exception switch
    {
        null => null,
        TimeoutException => exception,
        _ when Read(exception) is not null => exception,
        DatabaseUnavailableException or DbException or SocketException => Cause(exception.InnerException) ?? exception,
        _ => Cause(exception.InnerException),
    };
}
