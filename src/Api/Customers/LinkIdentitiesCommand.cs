using System.CommandLine;
using System.Globalization;
using Modular.Api.CommandLine;
using Modular.Application.Customers;
using Modular.Infrastructure;
using Modular.Infrastructure.Database;

namespace Modular.Api.Customers;

/// <summary>
/// Links identities in bulk from a file, for a move to another provider. Each line is all or nothing and can be done again. A refused line
/// is named by its number and the reason alone, because its text has personal data.
/// </summary>
internal sealed class LinkIdentitiesCommand(OperatorSender sender, CommandConsole console)
{
    public const string Name = "link-identities";

    private const string Details = """
          dotnet run --project src/Api -- link-identities map.csv            says what would happen and changes nothing
          dotnet run --project src/Api -- link-identities map.csv --apply    does it

        map.csv is UTF-8 (or UTF-16 with a byte order mark), separated by commas, semicolons or tabs and quoted where needed (RFC 4180),
        with or without this line as its first, whose names may stand in another order:

          from issuer,from sub,to issuer,to sub

        The customer who has the identity "from" gets the identity "to" as well. An identity that they have already is fine, so a run
        can be repeated. If another customer has it who was never used (one identity, no orders, an empty profile), that one is
        merged into theirs; if they are in use, the line is refused. The issuer of "to" must be that of a configured provider, in any form
        that the provider has.

        The form of the file is checked whole before anything is changed. Then each line is done as a whole or not at all. A refused line
        is a line on standard error, with its number and the reason. A dry run looks at each line alone: of two lines that want the same
        identity it refuses none. Ctrl+C stops between two lines. A database that is busy ends the run, which says at which line.

        Exit code: 0 if no line was refused, 1 if one was or the file cannot be used, 75 if the database was busy or did not answer, 130 if
        the command was stopped.

        """;

    private const int LongestLine = 4096;

    private const int Tries = 3;

    private static readonly string[] Columns = ["from issuer", "from sub", "to issuer", "to sub"];

    // To people over HTTP the same errors say less.
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        [CustomerErrors.IdentityTaken.Code] = "the identity to link is another customer's, who is in use or suspended",
        [CustomerErrors.NotFound.Code] = "no customer has the identity to link from",
    };

    private readonly Dictionary<MappedIdentity, long> _done = [];
    private long _refused;
    private long _line;

    /// <summary>The command as the command line knows it.</summary>
    public static Command Describe(CommandHost host)
    {
        var file = new Argument<string>("file") { Description = "The file with the identities." };
        var apply = new Option<bool>("--apply") { Description = "Changes the database. Without it the command only says what would happen.", Arity = ArgumentArity.Zero };
        var command = new DocumentedCommand(
            Name, "links a second identity to each customer of a file", $"one file: write it like '{Name} map.csv'", Details) { file, apply };
        command.SetAction((parsed, cancellationToken) => host.SendWithProvidersAsync(
            Name, sender => new LinkIdentitiesCommand(sender, host.Console).RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(apply), cancellationToken), cancellationToken));
        return command;
    }

    /// <param name="path">The file.</param>
    /// <param name="apply">Whether it changes the database.</param>
    /// <param name="cancellationToken">Stops between two lines.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ConfigurationException">The file or the database cannot be used.</exception>
    public async Task<int> RunAsync(string path, bool apply, CancellationToken cancellationToken)
    {
        await using var file = await InputFile.OpenAsync(Name, path, cancellationToken);
        using var records = new CsvFile(file, Columns, LongestLine);
        records.Rewind();
        while (!cancellationToken.IsCancellationRequested && records.Next() is not null)
        {
        }

        await sender.CheckDatabaseAsync(cancellationToken);
        var refusal = await console.TrackAsync("Linking", file.Length, report => LinkAsync(file, records, apply, report, cancellationToken));
        await console.SayAsync(Summary(apply, isCut: cancellationToken.IsCancellationRequested || refusal is not null));
        if (refusal is not null)
        {
            await console.RefuseAsync(string.Create(
                CultureInfo.InvariantCulture, $"{Name}: {refusal.Sentence} Line {_line} and those behind it were not done: run this again, and it does what is left."));
            return refusal.MayPass ? ExitCode.Unavailable : ExitCode.Refused;
        }

        return cancellationToken.IsCancellationRequested ? ExitCode.Stopped : _refused == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    /// <summary>Links line after line.</summary>
    /// <returns>The refusal of the database, which ends the run; null without one.</returns>
    private async Task<DatabaseRefusal?> LinkAsync(InputFile file, CsvFile records, bool apply, Action<long, long, string> report, CancellationToken cancellationToken)
    {
        records.Rewind();
        while (!cancellationToken.IsCancellationRequested && records.Next() is { } record)
        {
            _line = record.Line;
            var problem = record.Problem;
            if (record.Fields is { } fields)
            {
                var request = new LinkMappedIdentity(fields[0], fields[1], fields[2], fields[3], DryRun: !apply);
                var sent = await sender.SendAsync(request, Tries, isGivingWay: false, cancellationToken);
                if (sent.Answer is not { } answer)
                {
                    return sent.Refusal;
                }

                problem = answer.Match(Count, errors => Reasons.GetValueOrDefault(errors[0].Code, errors[0].Description));
            }

            if (problem is not null)
            {
                _refused++;
                await console.RefuseAsync(LineRefusal.Of(record.Line, problem));
            }

            report(file.Position, records.Line, "lines");
        }

        return null;
    }

    private string? Count(MappedIdentity done)
    {
        _done[done] = Of(done) + 1;
        return null;
    }

    private string Summary(bool apply, bool isCut)
    {
        var counts = string.Create(
            CultureInfo.InvariantCulture,
            $"{Of(MappedIdentity.Linked)} linked, {Of(MappedIdentity.Merged)} linked with the unused customer who had them, "
            + $"{Of(MappedIdentity.AlreadyLinked)} linked already, {_refused} refused");
        var end = isCut ? string.Create(CultureInfo.InvariantCulture, $" Stopped at line {_line}.") : "";
        return apply ? $"{counts}.{end}" : $"Dry run: {counts}.{end} Nothing was changed; run it with --apply to do it.";
    }

    private long Of(MappedIdentity done) => _done.GetValueOrDefault(done);
}
