using System.CommandLine;
using System.CommandLine.Parsing;

namespace Modular.Api.CommandLine;

/// <summary>Says in one sentence why a command line is refused.</summary>
internal static class CommandLineRefusal
{
    /// <summary>The sentence, or null for a command line that can be carried out.</summary>
    public static string? Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;

        // The library passes over a first argument in brackets, which is a directive to it.
        if (parsed.Tokens.FirstOrDefault(token => token.Type == TokenType.Directive) is { } directive)
        {
            return UnknownCommand(directive.Value, parsed.RootCommandResult.Command);
        }

        if (UnknownOption(parsed) is { } unknown)
        {
            // As in an environment variable.
            return unknown.Contains("__", StringComparison.Ordinal)
                ? $"{NameOf(command)}the option '{unknown}' is unknown: on the command line, a setting is written with colons, "
                    + $"{unknown.Replace("__", ":", StringComparison.Ordinal)}=value. {Hint(command)}"
                : $"{NameOf(command)}the option '{unknown}' is unknown. Known: {string.Join(", ", Options(parsed))}. {Hint(command)}";
        }

        if (TwiceGiven(parsed) is { } twice)
        {
            return $"{NameOf(command)}the option '{twice}' is given twice: remove one of the two. {Hint(command)}";
        }

        if (parsed.Errors.Count == 0)
        {
            return null;
        }

        if (OptionWithoutValue(parsed) is { } option)
        {
            return $"{NameOf(command)}the option '{option}' lacks its value: write it like {option}=value. {Hint(command)}";
        }

        if (command is DocumentedCommand documented)
        {
            return $"{documented.Name} takes {documented.Usage}, and see '{documented.Name} --help'.";
        }

        return parsed.UnmatchedTokens is [var name, ..]
            ? UnknownCommand(name, command)
            : $"{parsed.Errors[0].Message} {Hint(command)}";
    }

    /// <summary>The names of the commands of a program.</summary>
    public static string Names(Command program) =>
        string.Join(", ", program.Subcommands.OfType<DocumentedCommand>().Select(known => known.Name).Order(StringComparer.Ordinal));

    // The library takes an unknown option for an argument. Everything behind '--' is an argument.
    private static string? UnknownOption(ParseResult parsed) => parsed.Tokens
        .TakeWhile(token => token.Type != TokenType.DoubleDash)
        .Where(token => token is { Type: TokenType.Argument, Value: ['-', _, ..] })
        .Select(token => token.Value.Split('=')[0])
        .FirstOrDefault();

    private static string? TwiceGiven(ParseResult parsed) => parsed.Tokens
        .TakeWhile(token => token.Type != TokenType.DoubleDash)
        .Where(token => token.Type == TokenType.Option)
        .GroupBy(token => token.Value, StringComparer.Ordinal)
        .FirstOrDefault(group => group.Count() > 1)?.Key;

    private static string? OptionWithoutValue(ParseResult parsed) => parsed.CommandResult.Children.Concat(parsed.RootCommandResult.Children)
        .OfType<OptionResult>()
        .FirstOrDefault(option => !option.Implicit && option.Tokens.Count < option.Option.Arity.MinimumNumberOfValues)?.Option.Name;

    private static IEnumerable<string> Options(ParseResult parsed) =>
        parsed.CommandResult.Command.Options
            .Concat(parsed.RootCommandResult.Command.Options.Where(option => option.Recursive))
            .Where(option => !option.Hidden)
            .Select(option => option.Name)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    private static string UnknownCommand(string name, Command program) =>
        $"The command '{name}' is unknown. Known: {Names(program)}; 'help' says what they do.";

    private static string NameOf(Command command) => command is RootCommand ? "" : command.Name + ": ";

    private static string Hint(Command command) => command is RootCommand ? "See '--help'." : $"See '{command.Name} --help'.";
}
