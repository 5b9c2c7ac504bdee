using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Modular.Api.CommandLine;
using Modular.Application.Products;
using Modular.Domain.Products;
using Modular.Infrastructure;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Database.Schema;

namespace Modular.Api.Products;

/// <summary>
/// Puts a catalogue into the database. The file is read twice: whole, to see whether it is good, and then again to write it a few
/// hundred products at a time, since a server may be running on the same database and its requests wait for a transaction.
/// </summary>
internal sealed class ImportProductsCommand(IServiceProvider services, CommandConsole console)
{
    public const string Name = "import-products";

    private const string Details = """
          dotnet run --project src/Api -- import-products file.csv

        file.csv is UTF-8 (or UTF-16 with a byte order mark), separated by commas, semicolons or tabs and quoted where needed (RFC 4180),
        with or without this line as its first, whose names may stand in another order:

          sku,name,price minor,currency

        A sku is 1 to 40 capital letters, digits and hyphens, and stands in the file once; a name has at most 200 characters; the price
        is a whole number in minor units (890 is 8.90 EUR, and 890 KRW is 890 won); the currency is three capital letters (ISO 4217).

        The file is checked whole before anything is written. Each line that cannot be used is a line on standard error, with its number
        and the reason, and then nothing is written. Products that are not in the file stay, and orders keep the names and prices that
        they were placed with.

        It may run while the server does: it writes 500 products at a time, each 500 as a whole or not at all. If it is stopped or fails
        in between, the catalogue is partly new; run it again, and it does what is left.

        Exit code: 0 if the whole file is in the catalogue, 1 if a line, the file or the database cannot be used, 75 if the database was
        busy or did not answer, 130 if the command was stopped.

        """;

    /// <summary>The most products of a file: what is remembered of each to find it twice takes about 50 bytes.</summary>
    private const int MostProducts = 5_000_000;

    private const int BatchSize = 500;

    // Another process may have the file for its busy timeout, again and again.
    private const int Tries = 5;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly DatabaseTrouble _database = services.GetRequiredService<DatabaseTrouble>();

    /// <summary>The command as the command line knows it.</summary>
    public static Command Describe(CommandHost host)
    {
        var file = new Argument<string>("file") { Description = "The file with the products." };
        var command = new DocumentedCommand(
            Name, "puts the products of a file into the catalogue", $"one file: write it like '{Name} file.csv'", Details) { file };
        command.SetAction((parsed, stop) => host.RunAsync(
            Name, services => new ImportProductsCommand(services, host.Console).RunAsync(parsed.GetRequiredValue(file), stop), stop));
        return command;
    }

    /// <param name="path">The file.</param>
    /// <param name="stop">Stops between two lines, or two batches.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ConfigurationException">The file or the database cannot be used.</exception>
    public async Task<int> RunAsync(string path, CancellationToken stop)
    {
        await using var input = await InputFile.OpenAsync(Name, path, stop);
        await using (var scope = services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<ISchema>().CheckAsync(stop);
        }

        using var file = new ProductFile(input);
        var bad = await console.TrackAsync("Checking", file.Length, report => CheckAsync(file, report, stop));
        if (stop.IsCancellationRequested)
        {
            await console.SayAsync("Stopped while the file was being checked: nothing was written.");
            return ExitCode.Stopped;
        }

        if (bad > 0)
        {
            await console.SayAsync(string.Create(CultureInfo.InvariantCulture, $"{bad} lines cannot be used: nothing was written."));
            return ExitCode.Refused;
        }

        return await WriteAsync(file, stop);
    }

    /// <summary>Looks at every line, and says of each bad one what is wrong.</summary>
    /// <returns>How many are bad.</returns>
    private async Task<long> CheckAsync(ProductFile file, Action<long, long, string> report, CancellationToken stop)
    {
        file.Rewind();
        var seen = new Dictionary<UInt128, long>();
        var bad = 0L;
        while (!stop.IsCancellationRequested && file.Next() is { } entry)
        {
            if (ProblemOf(entry, seen) is { } problem)
            {
                bad++;
                await console.RefuseAsync(string.Create(CultureInfo.InvariantCulture, $"Line {entry.Line}: {problem}."));
            }

            report(file.Position, file.Line, "lines");
        }

        return seen.Count > 0 || bad > 0 || stop.IsCancellationRequested
            ? bad
            : throw new ConfigurationException($"{Name}: there are no products in this file, so there is nothing to do; check that it is the right one.");
    }

    private static string? ProblemOf(ProductFile.Entry entry, Dictionary<UInt128, long> seen)
    {
        if (!entry.IsGood)
        {
            return entry.Problem;
        }

        if (seen.Count == MostProducts)
        {
            throw new ConfigurationException(string.Create(
                CultureInfo.InvariantCulture, $"{Name}: there are more than {MostProducts} products in this file; split it, and import one part after the other."));
        }

        // By a digest: of a million SKUs the texts would take several times as much memory.
        return seen.TryAdd(DigestOf(entry.Product.Sku), entry.Line)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"its sku is that of line {seen[DigestOf(entry.Product.Sku)]} already");
    }

    private static UInt128 DigestOf(Sku sku)
    {
        Span<byte> text = stackalloc byte[Sku.MaxLength];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.ASCII.GetBytes(sku.Value, text)], digest);
        return new UInt128(BitConverter.ToUInt64(digest), BitConverter.ToUInt64(digest[sizeof(ulong)..]));
    }

    private async Task<int> WriteAsync(ProductFile file, CancellationToken stop)
    {
        var done = new ProductChanges(0, 0, 0);
        DatabaseRefusal? trouble = null;
        var isWhole = await console.TrackAsync("Writing", file.Length, async report =>
        {
            file.Rewind();
            while (NextBatch(file) is { Count: > 0 } batch)
            {
                (var changes, trouble) = await PutAsync(batch, stop);
                if (changes is null)
                {
                    return false;
                }

                done = new ProductChanges(done.Added + changes.Added, done.Changed + changes.Changed, done.Unchanged + changes.Unchanged);
                report(file.Position, done.Added + done.Changed + done.Unchanged, "products");
            }

            return true;
        });
        var text = string.Create(CultureInfo.InvariantCulture, $"{done.Added} added, {done.Changed} changed, {done.Unchanged} unchanged.");
        await console.SayAsync(isWhole ? text : $"{text} The rest of the file is not written: run this again, and it does what is left.");
        if (trouble is not null)
        {
            await console.RefuseAsync($"{Name}: {trouble.Sentence}");
            return trouble.MayPass ? ExitCode.Unavailable : ExitCode.Refused;
        }

        return isWhole ? ExitCode.Done : ExitCode.Stopped;
    }

    private static List<Product> NextBatch(ProductFile file)
    {
        var batch = new List<Product>(BatchSize);
        while (batch.Count < BatchSize && file.Next() is { } entry)
        {
            batch.Add(entry.Product ?? throw new ConfigurationException(
                $"{Name}: the file was changed while it was being read, and what stood before the change is written; run this again."));
        }

        return batch;
    }

    /// <returns>What was done; nothing and what the database refused, or nothing at all if it was stopped before.</returns>
    private async Task<(ProductChanges? Done, DatabaseRefusal? Trouble)> PutAsync(List<Product> batch, CancellationToken stop)
    {
        var time = services.GetRequiredService<TimeProvider>();
        DatabaseRefusal? trouble = null;
        for (var attempt = 1; attempt <= Tries && !stop.IsCancellationRequested && trouble is null or { MayPass: true }; attempt++)
        {
            var began = time.GetTimestamp();
            try
            {
                // Once begun, a batch is finished.
                await using var scope = services.CreateAsyncScope();
                var changes = await scope.ServiceProvider.GetRequiredService<IProductStore>().PutAsync(batch, CancellationToken.None);
                await PauseAsync(time, time.GetElapsedTime(began), stop);
                return (changes, null);
            }
            catch (Exception failure) when ((trouble = _database.RefusalOf(failure)) is not null)
            {
                await PauseAsync(time, time.GetElapsedTime(began), stop);
            }
        }

        return (null, stop.IsCancellationRequested ? null : trouble);
    }

    // Half of the time is left to a server that writes to the same file: the lock of a file is not given in turns.
    private static async Task PauseAsync(TimeProvider time, TimeSpan pause, CancellationToken stop) =>
        await Task.Delay(pause < LongestPause ? pause : LongestPause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
