using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Modular.Api.Files;
using Modular.Application.Products;
using Modular.Domain.Products;
using Modular.Infrastructure;
using Modular.Infrastructure.Database;

namespace Modular.Api.Products;

/// <summary>
/// Puts a catalogue into the database. The file is read twice: whole, to see whether it is good, and then again to write it a few
/// hundred products at a time, since a server may be running on the same database and its requests wait for a transaction.
/// </summary>
internal sealed class ImportProductsCommand(IServiceProvider services, TextWriter output, TextWriter error, bool isTerminal)
{
    public const string Name = "import-products";

    public const string Help = """
        Adds the products of a file to the catalogue, and changes those that are there and differ.

          dotnet run --project src/Api -- import-products file.csv

        file.csv is UTF-8, comma-separated and quoted where needed (RFC 4180), with or without this line as its first:

          sku,name,price minor,currency

        A sku is 1 to 40 capital letters, digits and hyphens, and stands in the file once; a name has at most 200 characters; the price
        is a whole number in minor units (890 is 8.90 EUR, and 890 KRW is 890 won); the currency is three capital letters (ISO 4217).

        The file is checked whole before anything is written. Each line that cannot be used is a line on standard error, with its number
        and the reason, and then nothing is written. Products that are not in the file stay, and orders keep the names and prices that
        they were placed with.

        It may run while the server does: it writes 500 products at a time, each 500 as a whole or not at all. If it is stopped or fails
        in between, the catalogue is partly new; run it again, and it does what is left.

        Exit code: 0 if the whole file is in the catalogue, 1 if a line or the file cannot be used or the database did not take it, 130 if
        it was stopped.

        """;

    /// <summary>The most products of a file: what is remembered of each to find it twice takes about 50 bytes.</summary>
    private const int MostProducts = 5_000_000;

    private const int BatchSize = 500;

    // Another process may have the file for its busy timeout, again and again.
    private const int Tries = 5;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs it on this process's terminal.</summary>
    public static Task<int> RunAsync(IServiceProvider services, string[] arguments, CancellationToken cancellationToken) => CommandLine.RunAsync(
        stop => new ImportProductsCommand(services, Console.Out, Console.Error, !Console.IsOutputRedirected).RunAsync(arguments, stop),
        cancellationToken);

    /// <param name="arguments">What stands behind the command's name.</param>
    /// <param name="stop">Stops between two lines, or two batches.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ConfigurationException">The arguments, the file or the database cannot be used.</exception>
    public async Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        var path = CommandLine.One(Name, arguments, "one file", $"{Name} file.csv");
        await using var stream = InputFile.Open(Name, path);
        await using (var scope = services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<ISchema>().CheckAsync(CancellationToken.None);
        }

        var file = new ProductFile(stream);
        var bad = await CheckAsync(file, stop);
        if (stop.IsCancellationRequested)
        {
            await output.WriteLineAsync("Stopped while the file was being checked: nothing was written.");
            return CommandLine.Stopped;
        }

        if (bad > 0)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{bad} lines cannot be used: nothing was written."));
            return 1;
        }

        return await WriteAsync(file, stop);
    }

    /// <summary>Looks at every line, and says of each bad one what is wrong.</summary>
    /// <returns>How many are bad.</returns>
    private async Task<long> CheckAsync(ProductFile file, CancellationToken stop)
    {
        file.Rewind();
        var progress = new FileProgress(output, isTerminal, file.Length, "Checking");
        var seen = new Dictionary<UInt128, long>();
        var bad = 0L;
        while (!stop.IsCancellationRequested && await file.NextAsync() is { } entry)
        {
            if (ProblemOf(entry, seen, file.Number) is { } problem)
            {
                bad++;
                progress.Clear();
                await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Line {file.Number}: {problem}."));
            }

            progress.Show(file.Position, file.Number);
        }

        progress.Clear();
        return seen.Count > 0 || bad > 0 || stop.IsCancellationRequested
            ? bad
            : throw new ConfigurationException($"{Name}: there are no products in this file, so there is nothing to do; check that it is the right one.");
    }

    private static string? ProblemOf(ProductFile.Entry entry, Dictionary<UInt128, long> seen, long number)
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
        return seen.TryAdd(DigestOf(entry.Product.Sku), number)
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
        file.Rewind();
        var progress = new FileProgress(output, isTerminal, file.Length, "Writing");
        var done = new ProductChanges(0, 0, 0);
        while (await NextBatchAsync(file) is { Count: > 0 } batch)
        {
            if (await PutAsync(batch, stop) is not { } changes)
            {
                progress.Clear();
                await output.WriteLineAsync($"{Text(done)} The rest of the file is not written: run this again, and it does what is left.");
                return await EndAsync(stop);
            }

            done = new ProductChanges(done.Added + changes.Added, done.Changed + changes.Changed, done.Unchanged + changes.Unchanged);
            progress.Show(file.Position, done.Added + done.Changed + done.Unchanged, "products");
        }

        progress.Clear();
        await output.WriteLineAsync(Text(done));
        return 0;
    }

    private async Task<int> EndAsync(CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            return CommandLine.Stopped;
        }

        await error.WriteLineAsync("The database did not take it, perhaps because it is busy.");
        return 1;
    }

    private static string Text(ProductChanges done) =>
        string.Create(CultureInfo.InvariantCulture, $"{done.Added} added, {done.Changed} changed, {done.Unchanged} unchanged.");

    private static async Task<List<Product>> NextBatchAsync(ProductFile file)
    {
        var batch = new List<Product>(BatchSize);
        while (batch.Count < BatchSize && await file.NextAsync() is { } entry)
        {
            batch.Add(entry.Product ?? throw new ConfigurationException(
                $"{Name}: the file was changed while it was being read, and what stood before the change is written; run this again."));
        }

        return batch;
    }

    /// <returns>What was done; null if it was stopped before, or the database does not take it.</returns>
    private async Task<ProductChanges?> PutAsync(List<Product> batch, CancellationToken stop)
    {
        var time = services.GetRequiredService<TimeProvider>();
        for (var attempt = 1; attempt <= Tries && !stop.IsCancellationRequested; attempt++)
        {
            var began = time.GetTimestamp();
            try
            {
                // Once begun, a batch is finished.
                await using var scope = services.CreateAsyncScope();
                var changes = await scope.ServiceProvider.GetRequiredService<IProductStore>().PutAsync(batch, CancellationToken.None);
                await PauseAsync(time, time.GetElapsedTime(began), stop);
                return changes;
            }
            catch (DatabaseUnavailableException)
            {
                await PauseAsync(time, time.GetElapsedTime(began), stop);
            }
        }

        return null;
    }

    // Half of the time is left to a server that writes to the same file: SQLite does not give turns.
    private static async Task PauseAsync(TimeProvider time, TimeSpan pause, CancellationToken stop) =>
        await Task.Delay(pause < LongestPause ? pause : LongestPause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
