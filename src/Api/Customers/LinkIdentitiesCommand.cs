using System.CommandLine;
using System.Globalization;
using ErrorOr;
using Modular.Api.CommandLine;
using Modular.Application.Customers;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Infrastructure;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Database.Schema;
using Modular.Infrastructure.Identity;

namespace Modular.Api.Customers;

/// <summary>
/// Links identities in bulk from a file, for a move to another provider. Each line is all or nothing and can be done again; what it
/// says of a line is its number and a reason, since the line itself tells who somebody is.
/// </summary>
internal sealed class LinkIdentitiesCommand(IServiceProvider services, CommandConsole console)
{
    public const string Name = "link-identities";

    private const string Details = """
          dotnet run --project src/Api -- link-identities map.csv            says what would happen and changes nothing
          dotnet run --project src/Api -- link-identities map.csv --apply    does it

        map.csv is UTF-8 (or UTF-16 with a byte order mark), separated by commas, semicolons or tabs and quoted where needed (RFC 4180),
        with or without this line as its first, whose names may stand in another order:

          from issuer,from sub,to issuer,to sub

        The customer who has the identity "from" gets the identity "to" as well. An identity that they have already is fine, so a run
        can be repeated. If another customer has it who was never used (one identity, no orders, an empty profile), that one becomes
        part of theirs; if they are in use, the line is refused. The issuer of "to" must be that of a configured provider, in any form
        that the provider has.

        The form of the file is checked whole before anything is changed. Then each line is done as a whole or not at all. A refused line
        is a line on standard error, with its number and the reason. A dry run looks at each line alone: of two lines that want the same
        identity it refuses none. Ctrl+C stops between two lines. A database that is busy ends the run, which says at which line.

        Exit code: 0 if no line was refused, 1 if one was or the file cannot be used, 75 if the database was busy or did not answer, 130 if
        the command was stopped.

        """;

    private const int LongestLine = 4096;

    // Another process may have the database for as long as a writer waits, again and again.
    private const int Tries = 3;

    private static readonly string[] Columns = ["from issuer", "from sub", "to issuer", "to sub"];

    private static readonly Dictionary<LinkOutcome.Result, string> Reasons = new()
    {
        [LinkOutcome.Result.Taken] = "the identity to link is another customer's, who is in use or suspended",
        [LinkOutcome.Result.NoSuchCustomer] = "nobody has the identity to link from",
    };

    private readonly Dictionary<LinkOutcome.Result, long> _done = [];
    private long _refused;
    private long _line;

    private readonly DatabaseTrouble _database = services.GetRequiredService<DatabaseTrouble>();

    /// <summary>The command as the command line knows it.</summary>
    public static Command Describe(CommandHost host)
    {
        var file = new Argument<string>("file") { Description = "The file with the identities." };
        var apply = new Option<bool>("--apply") { Description = "Changes the database. Without it the command only says what would happen.", Arity = ArgumentArity.Zero };
        var command = new DocumentedCommand(
            Name, "links a second identity to each customer of a file", $"one file: write it like '{Name} map.csv'", Details) { file, apply };
        command.SetAction((parsed, stop) => host.RunWithProvidersAsync(
            Name,
            services => new LinkIdentitiesCommand(services, host.Console).RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(apply), stop),
            stop));
        return command;
    }

    /// <param name="path">The file.</param>
    /// <param name="apply">Whether it changes the database.</param>
    /// <param name="stop">Stops between two lines.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ConfigurationException">The file or the database cannot be used.</exception>
    public async Task<int> RunAsync(string path, bool apply, CancellationToken stop)
    {
        await using var file = await InputFile.OpenAsync(Name, path, stop);
        using var records = new CsvFile(file, Columns, LongestLine);
        records.Rewind();
        while (!stop.IsCancellationRequested && records.Next() is not null)
        {
        }

        await using (var scope = services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<ISchema>().CheckAsync(stop);
        }

        DatabaseRefusal? trouble = null;
        await console.TrackAsync("Linking", file.Length, async report =>
        {
            trouble = await RunAsync(file, records, apply, report, stop);
            return true;
        });
        await console.SayAsync(Summary(apply, isCut: stop.IsCancellationRequested || trouble is not null));
        if (trouble is not null)
        {
            await console.RefuseAsync(string.Create(
                CultureInfo.InvariantCulture, $"{Name}: {trouble.Sentence} Line {_line} and those behind it were not done: run this again, and it does what is left."));
            return trouble.MayPass ? ExitCode.Unavailable : ExitCode.Refused;
        }

        return stop.IsCancellationRequested ? ExitCode.Stopped : _refused == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    /// <summary>Does line after line.</summary>
    /// <returns>What ended it before its end: the database; null if nothing did, or a signal.</returns>
    private async Task<DatabaseRefusal?> RunAsync(InputFile file, CsvFile records, bool apply, Action<long, long, string> report, CancellationToken stop)
    {
        records.Rewind();
        while (!stop.IsCancellationRequested && records.Next() is { } record)
        {
            _line = record.Line;
            try
            {
                if (await RefuseAsync(record, apply, stop) is { } reason)
                {
                    _refused++;
                    await console.RefuseAsync(string.Create(CultureInfo.InvariantCulture, $"Line {record.Line}: {reason}."));
                }
            }
            catch (Exception failure) when (_database.RefusalOf(failure) is { } trouble)
            {
                return trouble;
            }

            report(file.Position, records.Line, "lines");
        }

        return null;
    }

    // A link whose issuer or subject no token's claim can be equal to could never be used.
    private static bool IsValue(string text, int longest) => text.IsText(longest) && text.Trim().Length == text.Length;

    /// <summary>Does one line; why not, if it is refused.</summary>
    private async Task<string?> RefuseAsync(CsvRecord record, bool apply, CancellationToken stop) =>
        record.Fields is not { } fields ? record.Problem
        : fields.Where((field, i) => !IsValue(field, i % 2 == 0 ? ExternalIdentity.MaxIssuerLength : ExternalIdentity.MaxSubjectLength)).Any()
        ? "a column is empty, too long, or has control characters or spaces at its ends"
        : await LinkAsync(fields[0], fields[1], fields[2], fields[3], apply, stop);

    private async Task<string?> LinkAsync(
        string fromIssuer, string fromSubject, string toIssuer, string toSubject, bool apply, CancellationToken stop)
    {
        var providers = services.GetRequiredService<IdentityProviders>();
        if (providers.CanonicalIssuer(toIssuer) is not { } issuer)
        {
            return "the issuer of the identity to link is that of no configured provider";
        }

        // The provider that customers come from may be gone already, and then its issuer is as it was stored.
        var from = new LinkTarget.ByIdentity(providers.CanonicalIssuer(fromIssuer) ?? fromIssuer, fromSubject);
        var stamp = new AuditStamp(Actor.Command(Name), Name, services.GetRequiredService<TimeProvider>().GetUtcNow());
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // Once begun, a line is finished.
                await using var scope = services.CreateAsyncScope();
                var outcome = await scope.ServiceProvider.GetRequiredService<ICustomerStore>()
                    .LinkAsync(from, issuer, toSubject, _ => Result.Success, stamp, dryRun: !apply, CancellationToken.None);
                if (Reasons.TryGetValue(outcome.Kind, out var reason))
                {
                    return reason;
                }

                _done[outcome.Kind] = _done.GetValueOrDefault(outcome.Kind) + 1;
                return null;
            }
            catch (Exception failure) when (attempt < Tries && !stop.IsCancellationRequested && _database.RefusalOf(failure) is { MayPass: true })
            {
                // The writer has waited already.
            }
        }
    }

    private string Summary(bool apply, bool isCut)
    {
        var counts = string.Create(
            CultureInfo.InvariantCulture,
            $"{Of(LinkOutcome.Result.Linked)} linked, {Of(LinkOutcome.Result.Merged)} linked with the unused customer who had them, "
            + $"{Of(LinkOutcome.Result.AlreadyLinked)} linked already, {_refused} refused");
        var end = isCut ? string.Create(CultureInfo.InvariantCulture, $" Stopped at line {_line}.") : "";
        return apply ? $"{counts}.{end}" : $"Dry run: {counts}.{end} Nothing was changed; run it with --apply to do it.";

        long Of(LinkOutcome.Result kind) => _done.GetValueOrDefault(kind);
    }
}
