using System.Text.Json;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity;

namespace Modular.Api.Identity;

/// <summary>
/// <c>explain-token</c>: reads a token on standard input, and says of each check what was expected and what the token has. The token itself is
/// never printed.
/// </summary>
internal static class ExplainToken
{
    public const string Help = """
        Says of each check of a token what was expected and what the token has, and the verdict.

          dotnet run --project src/Api -- explain-token < token.txt

        The token is read from standard input, with or without 'Bearer' before it, and is never printed.

        Exit code: 0 if the token is accepted, 2 if it is not, 3 if nobody can tell now, 1 if there is none.

        """;

    private const int LongestInput = 64 * 1024;
    private const int LongestValue = 200;

    private const string Bearer = "Bearer ";

    public static Task<int> RunAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        RunAsync(services.GetRequiredService<TokenExplanations>(), Console.In, Console.Out, cancellationToken);

    /// <returns>0 for a token that is accepted, 2 for one that is not, 3 when nobody can tell now.</returns>
    internal static async Task<int> RunAsync(TokenExplanations explanations, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        var buffer = new char[LongestInput];
        var length = await input.ReadBlockAsync(buffer, cancellationToken);
        var token = new string(buffer, 0, length).Trim();
        if (token.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            token = token[Bearer.Length..].Trim();
        }

        if (token.Length == 0)
        {
            await output.WriteLineAsync("There is no token on standard input: pipe it in, as in 'explain-token < token.txt'.");
            return 1;
        }

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

    // A token may hold what makes a terminal do things.
    private static string Printable(string text)
    {
        var shown = text.Length > LongestValue ? text[..LongestValue] + "…" : text;
        return string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format ? '?' : c));
    }
}
