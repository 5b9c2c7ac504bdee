using System.CommandLine;
using System.Globalization;
using Modular.Api.CommandLine;
using Modular.Application.Products;
using Modular.Infrastructure;

namespace Modular.Api.Products;

/// <summary>
/// Imports a catalogue. The file is read twice: whole, to have every product validated, and then again to import a few hundred products at a
/// time, because a server may be running on the same database and its requests wait for a transaction.
/// </summary>
internal sealed class ImportProductsCommand(OperatorSender sender, CommandConsole console)
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

    private const int MostProducts = 5_000_000;

    private const int Tries = 5;

    /// <summary>The command as the command line knows it.</summary>
    public static Command Describe(CommandHost host)
    {
        var file = new Argument<string>("file") { Description = "The file with the products." };
        var command = new DocumentedCommand(
            Name, "puts the products of a file into the catalogue", $"one file: write it like '{Name} file.csv'", Details) { file };
        command.SetAction((parsed, cancellationToken) => host.SendAsync(
            Name, sender => new ImportProductsCommand(sender, host.Console).RunAsync(parsed.GetRequiredValue(file), cancellationToken), cancellationToken));
        return command;
    }

    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ConfigurationException">The file or the database cannot be used.</exception>
    public async Task<int> RunAsync(string path, CancellationToken cancellationToken)
    {
        await using var input = await InputFile.OpenAsync(Name, path, cancellationToken);
        await sender.CheckDatabaseAsync(cancellationToken);
        using var file = new ProductFile(input);
        var bad = await console.TrackAsync("Checking", file.Length, report => CheckAsync(file, report, cancellationToken));
        if (cancellationToken.IsCancellationRequested)
        {
            await console.SayAsync("Stopped while the file was being checked: nothing was written.");
            return ExitCode.Stopped;
        }

        if (bad > 0)
        {
            await console.SayAsync(string.Create(CultureInfo.InvariantCulture, $"{bad} lines cannot be used: nothing was written."));
            return ExitCode.Refused;
        }

        return await ImportAsync(file, cancellationToken);
    }

    /// <summary>Has every product validated, and reports the error of each bad line.</summary>
    /// <returns>How many are bad.</returns>
    private async Task<long> CheckAsync(ProductFile file, Action<long, long, string> report, CancellationToken cancellationToken)
    {
        file.Rewind();
        var lines = new SkuLines();
        var bad = 0L;
        while (!cancellationToken.IsCancellationRequested && file.NextBatch() is { Count: > 0 } batch)
        {
            var problems = await ProblemsAsync([.. batch.Where(entry => entry.Product is not null)]);
            foreach (var entry in batch)
            {
                if ((entry.Problem ?? problems.GetValueOrDefault(entry.Line) ?? Repeated(lines, entry.Product!.Sku, entry.Line)) is { } problem)
                {
                    bad++;
                    await console.RefuseAsync(LineRefusal.Of(entry.Line, problem));
                }
            }

            report(file.Position, file.Line, "lines");
        }

        return lines.Count > 0 || bad > 0 || cancellationToken.IsCancellationRequested
            ? bad
            : throw new ConfigurationException($"{Name}: there are no products in this file, so there is nothing to do; check that it is the right one.");
    }

    /// <summary>Why products are refused, by line. There is nothing to wait for: no database is asked.</summary>
    private async Task<Dictionary<long, string>> ProblemsAsync(IReadOnlyList<ProductFile.Entry> entries)
    {
        var answer = await sender.SendAsync(new ImportProducts([.. entries.Select(entry => entry.Product!)], CheckOnly: true), CancellationToken.None);
        var errors = answer.ErrorsOrEmptyList.ToDictionary(error => error.Code, error => error.Description, StringComparer.Ordinal);
        return entries.Index()
            .Select(entry => (entry.Item.Line, Problem: errors.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"products[{entry.Index}]"))))
            .Where(entry => entry.Problem is not null)
            .ToDictionary(entry => entry.Line, entry => entry.Problem!);
    }

    private static string? Repeated(SkuLines lines, string sku, long line) => lines.Add(sku, line) is { } other
        ? string.Create(CultureInfo.InvariantCulture, $"its sku is that of line {other} already")
        : lines.Count <= MostProducts ? null : throw new ConfigurationException(string.Create(
            CultureInfo.InvariantCulture, $"{Name}: there are more than {MostProducts} products in this file; split it, and import one part after the other."));

    private async Task<int> ImportAsync(ProductFile file, CancellationToken cancellationToken)
    {
        var done = new ProductChanges(0, 0, 0);
        var end = await console.TrackAsync("Writing", file.Length, async report =>
        {
            file.Rewind();
            while (file.NextBatch() is { Count: > 0 } batch)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return new Sent<ProductChanges>(Answer: null, Refusal: null);
                }

                var sent = await sender.SendAsync(new ImportProducts([.. batch.Select(entry => entry.Product ?? throw Changed())]), Tries, isGivingWay: true, cancellationToken);
                if (sent.Answer is not { } answer)
                {
                    return sent;
                }

                var changes = answer.IsError ? throw Changed() : answer.Value;
                done = new ProductChanges(done.Added + changes.Added, done.Changed + changes.Changed, done.Unchanged + changes.Unchanged);
                report(file.Position, done.Added + done.Changed + done.Unchanged, "products");
            }

            return new Sent<ProductChanges>(done, Refusal: null);
        });
        var text = string.Create(CultureInfo.InvariantCulture, $"{done.Added} added, {done.Changed} changed, {done.Unchanged} unchanged.");
        await console.SayAsync(end.Answer is null ? $"{text} The rest of the file is not written: run this again, and it does what is left." : text);
        if (end.Refusal is { } refusal && !cancellationToken.IsCancellationRequested)
        {
            await console.RefuseAsync($"{Name}: {refusal.Sentence}");
            return refusal.MayPass ? ExitCode.Unavailable : ExitCode.Refused;
        }

        return end.Answer is null ? ExitCode.Stopped : ExitCode.Done;
    }

    private static ConfigurationException Changed() =>
        new($"{Name}: the file was changed while it was being read, and what stood before the change is written; run this again.");
}
