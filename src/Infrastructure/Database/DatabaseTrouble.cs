using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Modular.Infrastructure.Database;

/// <summary>Tells trouble of the database's, which passes, from bugs.</summary>
public static class DatabaseTrouble
{
    private const int Busy = 5;
    private const int Locked = 6;

    /// <summary>Whether the same statement may succeed later: the database is away, or others hold what it needs.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        DatabaseUnavailableException => true,
        SqliteException failure => failure.SqliteErrorCode is Busy or Locked,
        DbException failure => failure.IsTransient,
        { InnerException: { } inner } => IsTransient(inner),
        _ => false,
    };
}
