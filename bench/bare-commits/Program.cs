using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

// bare-commits <file> <seconds>: commits one row at a time to a new SQLite file, and prints how many a second.
if (args is not [var file, var text] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds < 1)
{
    Console.Error.WriteLine("bare-commits <file> <seconds>");
    return 1;
}

if (File.Exists(file))
{
    Console.Error.WriteLine($"'{file}' is there already: name one that is not.");
    return 1;
}

await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
connection.Open();
await using var command = connection.CreateCommand();
command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, content TEXT NOT NULL);";
command.ExecuteNonQuery();

// About as long as an order with its lines and its history.
command.CommandText = "INSERT INTO rows (content) VALUES ($content)";
command.Parameters.AddWithValue("$content", new string('x', 500));
command.Prepare();

var commits = 0;
var began = Stopwatch.GetTimestamp();
var elapsed = TimeSpan.Zero;
while (elapsed.TotalSeconds < seconds)
{
    // A statement outside of a transaction is one.
    command.ExecuteNonQuery();
    commits++;
    elapsed = Stopwatch.GetElapsedTime(began);
}

Console.WriteLine((commits / elapsed.TotalSeconds).ToString("F1", CultureInfo.InvariantCulture));
return 0;
