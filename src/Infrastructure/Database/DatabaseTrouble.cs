using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;

namespace Modular.Infrastructure.Database;

/// <summary>Tells trouble of the database's, which passes, from bugs.</summary>
public static class DatabaseTrouble
{
    // Result codes of SQLite (sqlite.org/rescode.html): others hold it, or the machine lacks memory, disk or file handles.
    private const int Busy = 5;
    private const int Locked = 6;
    private const int NoMemory = 7;
    private const int InputOutput = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Protocol = 15;

    /// <summary>Whether the same statement may succeed later: the database is away, or others hold what it needs.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        DatabaseUnavailableException => true,
        SqliteException failure => failure.SqliteErrorCode is Busy or Locked or NoMemory or InputOutput or Full or CannotOpen or Protocol,
        DbException { IsTransient: true } => true,

        // Npgsql lets a name that does not resolve, or a server that does not answer, through as they are.
        SocketException or TimeoutException => true,
        { InnerException: { } inner } => IsTransient(inner),
        _ => false,
    };
}
