using System.Data.Common;
using System.Globalization;
using System.Text;
using ErrorOr;
using Modular.Api.Files;
using Modular.Application.Customers;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Infrastructure;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Identity;

namespace Modular.Api.Customers;

/// <summary>
/// Links identities in bulk from a file, for a move to another provider. Each line is all or nothing and can be done again; what it
/// says of a line is its number and a reason, since the line itself tells who somebody is.
/// </summary>
internal sealed class LinkIdentitiesCommand(IServiceProvider services, TextWriter output, TextWriter error, bool isTerminal)
{
    public const string Name = "link-identities";

    public const string Help = """
        Links a second identity to each customer of a file, so that they keep their account under another provider.

          dotnet run --project src/Api -- link-identities map.csv            says what would happen and changes nothing
          dotnet run --project src/Api -- link-identities map.csv --apply    does it

        map.csv is UTF-8, comma-separated and quoted where needed (RFC 4180), with or without this line as its first:

          from issuer,from sub,to issuer,to sub

        The customer who has the identity "from" gets the identity "to" as well. An identity that they have already is fine, so a run
        can be repeated. If another customer has it who was never used (one identity, no orders, an empty profile), that one becomes
        part of theirs; if they are in use, the line is refused. The issuer of "to" must be that of a configured provider, in any form
        that the provider has.

        Each line is done as a whole or not at all. A refused line is a line on standard error, with its number and the reason. A dry
        run looks at each line alone: of two lines that want the same identity it refuses none. Ctrl+C stops between two lines.

        Exit code: 0 if no line was refused, 1 if one was or the file cannot be used, 130 if it was stopped.

        """;

    private const int LongestLine = 4096;

    private static readonly string[] Columns = ["from issuer", "from sub", "to issuer", "to sub"];

    private static readonly Dictionary<LinkOutcome.Result, string> Reasons = new()
    {
        [LinkOutcome.Result.Taken] = "the identity to link is another customer's, who is in use or suspended",
        [LinkOutcome.Result.NoSuchCustomer] = "nobody has the identity to link from",
    };

    private readonly Dictionary<LinkOutcome.Result, long> _done = [];
    private long _refused;

    /// <summary>Runs it on this process's terminal.</summary>
    public static Task<int> RunAsync(IServiceProvider services, string[] arguments, CancellationToken cancellationToken) => CommandLine.RunAsync(
        stop => new LinkIdentitiesCommand(services, Console.Out, Console.Error, !Console.IsOutputRedirected).RunAsync(arguments, stop),
        cancellationToken);

    /// <param name="arguments">What stands behind the command's name.</param>
    /// <param name="stop">Stops between two lines.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ConfigurationException">The arguments, the file or the database cannot be used.</exception>
    public async Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        var (path, apply) = Read(arguments);
        await using var file = InputFile.Open(Name, path);
        await using (var scope = services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<ISchema>().CheckAsync(CancellationToken.None);
        }

        var lines = new BoundedLines(new StreamReader(file, Encoding.UTF8), LongestLine);
        var progress = new FileProgress(output, isTerminal, file.Length);
        while (!stop.IsCancellationRequested && await lines.ReadAsync(CancellationToken.None) is { } line)
        {
            if (await RefuseAsync(line, lines.Number, apply) is { } reason)
            {
                _refused++;
                progress.Clear();
                await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Line {lines.Number}: {reason}."));
            }

            progress.Show(file.Position, lines.Number);
        }

        progress.Clear();
        await output.WriteLineAsync(Summary(apply, stop.IsCancellationRequested, lines.Number));
        return stop.IsCancellationRequested ? CommandLine.Stopped : _refused == 0 ? 0 : 1;
    }

    private static (string Path, bool Apply) Read(string[] arguments)
    {
        var own = CommandLine.Own(arguments);
        if (own.FirstOrDefault(argument => argument.StartsWith('-') && argument != "--apply") is { } unknown)
        {
            throw new ConfigurationException($"{Name}: the option '{unknown}' is unknown. Known: --apply, --help.");
        }

        var paths = own.Where(argument => argument != "--apply").ToList();
        return paths.Count == 1
            ? (paths[0], own.Count > 1)
            : throw new ConfigurationException($"{Name} takes one file: write it like '{Name} map.csv', and see '{Name} --help'.");
    }

    private static bool IsHeader(IReadOnlyList<string> fields) =>
        fields.Select(field => field.Trim().ToLowerInvariant()).SequenceEqual(Columns, StringComparer.Ordinal);

    // What a token's claim could not be to the letter would be a link that nobody can ever use.
    private static bool IsValue(string text, int longest) =>
        text.IsText(longest) && text.Trim().Length == text.Length && !text.Contains('\uFFFD', StringComparison.Ordinal);

    /// <summary>Does one line; why not, if it is refused.</summary>
    private async Task<string?> RefuseAsync(string line, long number, bool apply)
    {
        if (line.Length == 0)
        {
            return null;
        }

        if (line.Length > LongestLine)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it is longer than {LongestLine} characters");
        }

        if (!CsvLine.TryParse(line, out var fields, out var problem))
        {
            return problem;
        }

        if (fields.Count != Columns.Length)
        {
            // A file of another kind, rather than one bad line of a good one.
            var wrong = string.Create(CultureInfo.InvariantCulture, $"it has {fields.Count} columns, and 4 are needed: {string.Join(", ", Columns)}");
            return number == 1 ? throw new ConfigurationException($"{Name}: this file cannot be used, for in its first line {wrong}.") : wrong;
        }

        if (number == 1 && IsHeader(fields))
        {
            return null;
        }

        return fields.Where((field, i) => !IsValue(field, i % 2 == 0 ? ExternalIdentity.MaxIssuerLength : ExternalIdentity.MaxSubjectLength)).Any()
            ? "a column is empty, too long, not UTF-8, or has control characters or spaces at its ends"
            : await LinkAsync(fields[0], fields[1], fields[2], fields[3], apply);
    }

    private async Task<string?> LinkAsync(string fromIssuer, string fromSubject, string toIssuer, string toSubject, bool apply)
    {
        var providers = services.GetRequiredService<IdentityProviders>();
        if (providers.CanonicalIssuer(toIssuer) is not { } issuer)
        {
            return "the issuer of the identity to link is that of no configured provider";
        }

        // The provider that customers come from may be gone already, and then its issuer is as it was stored.
        var from = new LinkTarget.ByIdentity(providers.CanonicalIssuer(fromIssuer) ?? fromIssuer, fromSubject);
        var stamp = new AuditStamp(Actor.Command(Name), Name, services.GetRequiredService<TimeProvider>().GetUtcNow());
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
        catch (DbException)
        {
            return "the database did not take it, perhaps because it is busy: run this again";
        }
    }

    private string Summary(bool apply, bool isStopped, long lines)
    {
        var counts = string.Create(
            CultureInfo.InvariantCulture,
            $"{Of(LinkOutcome.Result.Linked)} linked, {Of(LinkOutcome.Result.Merged)} linked with the unused customer who had them, "
            + $"{Of(LinkOutcome.Result.AlreadyLinked)} linked already, {_refused} refused");
        var end = isStopped ? string.Create(CultureInfo.InvariantCulture, $" Stopped after line {lines}.") : "";
        return apply ? $"{counts}.{end}" : $"Dry run: {counts}.{end} Nothing was changed; run it with --apply to do it.";

        long Of(LinkOutcome.Result kind) => _done.GetValueOrDefault(kind);
    }
}
