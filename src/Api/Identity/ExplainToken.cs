using System.CommandLine;
using System.Text.Json;
using Modular.Api.CommandLine;
using Modular.Application.Identity;
using Modular.Infrastructure;
using Modular.Infrastructure.Identity.Validation;

namespace Modular.Api.Identity;

/// <summary>
/// <c>explain-token</c>: reads a token on standard input, and prints the expected and the actual value of each check. The token itself is
/// never printed.
/// </summary>
internal static class ExplainToken
{
    public const string Name = "explain-token";

    private const string Details = """
          dotnet run --project src/Api -- explain-token < token.txt

        The token is read from standard input and is never printed. It may stand behind 'Bearer', in quotes, be broken into lines, or be
        the access_token of a token endpoint's JSON answer.

        Exit code: 0 if the token is accepted, 2 if it is not, 3 if that cannot be told now, 1 if there is none or the configuration is wrong,
        75 if the database is busy or does not answer, 130 if the command was stopped.

        """;

    private const int LongestValue = 200;

    /// <summary>The command as the command line knows it.</summary>
    public static Command Describe(CommandHost host)
    {
        var command = new DocumentedCommand(
            Name, "says why a token is accepted or refused", $"no arguments, but a token on standard input: write it like '{Name} < token.txt'", Details);
        command.SetAction((_, cancellationToken) => host.RunWithProvidersAsync(Name, services => RunAsync(services, host.Console, cancellationToken), cancellationToken));
        return command;
    }

    /// <returns>0 for a token that is accepted, 2 for one that is not, 3 when its provider cannot be reached.</returns>
    /// <exception cref="ConfigurationException">There is no token on standard input.</exception>
    internal static async Task<int> RunAsync(TokenExplanations explanations, Stream input, TextWriter output, CancellationToken cancellationToken)
    {
        var token = await TokenInput.ReadAsync(input, cancellationToken);
        var explanation = await explanations.ExplainAsync(token, cancellationToken);
        foreach (var check in explanation.Checks)
        {
            await output.WriteLineAsync($"{(check.Passed ? "ok    " : "WRONG ")} {check.Name}");
            await output.WriteLineAsync($"         expected  {Printable(check.Expected)}");
            await output.WriteLineAsync($"         actual    {Printable(check.Actual)}");
        }

        await output.WriteLineAsync();
        await output.WriteLineAsync(Sentence(explanation.Verdict));
        foreach (var note in explanation.Notes)
        {
            await output.WriteLineAsync(note);
        }

        return explanation.Verdict switch
        {
            TokenVerdict.Accepted => 0,
            TokenVerdict.Undecided => 3,
            _ => 2,
        };
    }

    private static async Task<int> RunAsync(IServiceProvider services, CommandConsole console, CancellationToken cancellationToken)
    {
        if (!Console.IsInputRedirected)
        {
            await console.RefuseAsync("Paste the token, then press Enter and Ctrl+D.");
        }

        await using var input = Console.OpenStandardInput();
        return await RunAsync(services.GetRequiredService<TokenExplanations>(), input, console.Output, cancellationToken);
    }

    private static string Sentence(TokenVerdict verdict) => verdict switch
    {
        TokenVerdict.Accepted { Caller: var caller } =>
            $"Accepted: a {caller.Kind.ToString().ToLowerInvariant()}'s, through '{caller.Provider}', until {caller.ExpiresAt:u}. It may: {Names(caller.Permissions)}.",
        TokenVerdict.Rejected rejected =>
            $"Rejected, 401: {JsonNamingPolicy.KebabCaseLower.ConvertName(rejected.Reason.ToString())}, {rejected.Detail}.",
        TokenVerdict.Insufficient insufficient => $"Not enough, 403: the token lacks the scope {insufficient.Scope}, without which the provider cannot be asked.",
        TokenVerdict.Undecided undecided => $"Undecided, 503: {undecided.Detail}.",
        _ => throw new InvalidOperationException("No such verdict."),
    };

    private static string Names(Permissions permissions) =>
        permissions == Permissions.None
            ? "nothing"
            : string.Join(", ", Enum.GetValues<Permissions>().Where(each => each != Permissions.None && permissions.HasFlag(each)).Select(each => each.Name()));

    // A token may contain control sequences for the terminal.
    private static string Printable(string text)
    {
        var shown = text.Length > LongestValue ? text[..LongestValue] + "…" : text;
        return string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format ? '?' : c));
    }
}
