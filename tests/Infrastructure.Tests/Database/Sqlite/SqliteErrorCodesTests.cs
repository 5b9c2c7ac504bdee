using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Modular.Infrastructure.Database.Sqlite.Engine;

namespace Modular.Infrastructure.Tests.Database.Sqlite;

public sealed class SqliteErrorCodesTests() : DatabaseTroubleContract(SqliteTrouble.Instance)
{
    [Theory]
    [InlineData(3, "permission")]
    [InlineData(5, "busy")]
    [InlineData(6, "locked")]
    [InlineData(7, "no memory")]
    [InlineData(8, "a file system that turned read-only")]
    [InlineData(776, "a log that cannot be recovered since it is read-only")]
    [InlineData(1032, "a file that was moved")]
    [InlineData(9, "interrupted")]
    [InlineData(10, "the disk fails")]
    [InlineData(778, "a write that failed")]
    [InlineData(11, "corrupt")]
    [InlineData(13, "full")]
    [InlineData(14, "cannot be opened")]
    [InlineData(15, "the locks of the log")]
    [InlineData(17, "the schema changed")]
    [InlineData(22, "a file that is too large for the system")]
    [InlineData(23, "denied")]
    [InlineData(26, "not a database")]
    public void What_SQLite_says_of_the_file_is_trouble(int code, string what) =>
        SqliteTrouble.Instance.IsBehind(new DbUpdateException("An error occurred.", new SqliteException(what, code))).ShouldBeTrue(what);

    [Theory]
    [InlineData(1)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(2067)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(25)]
    public void A_statement_that_cannot_be_right_is_a_bug_on_SQLite(int code) =>
        SqliteTrouble.Instance.IsBehind(new SqliteException("near \"SELEC\": syntax error", code)).ShouldBeFalse();

    [Theory]
    [InlineData("SQLite Error 1: 'no such table: orders'.")]
    [InlineData("SQLite Error 1: 'no such column: version'.")]
    public void Tables_that_are_gone_are_trouble_on_SQLite(string message) =>
        SqliteTrouble.Instance.IsBehind(new SqliteException(message, 1)).ShouldBeTrue();
}
