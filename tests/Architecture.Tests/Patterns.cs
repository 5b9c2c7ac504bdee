using System.Text.RegularExpressions;

namespace Modular.Architecture.Tests;

/// <summary>The patterns that the rules look for in texts.</summary>
internal static partial class Patterns
{
    private const RegexOptions Options = RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    /// <summary>The namespace of a file.</summary>
    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", Options)]
    public static partial Regex Namespace { get; }

    /// <summary>A type that is not nested.</summary>
    [GeneratedRegex(@"^((public|internal|file|static|abstract|sealed|partial|readonly) )*(class|interface|record|struct|record struct|enum) (?<name>\w+)(<(?<types>[^>]*)>)?", Options)]
    public static partial Regex TypeDeclaration { get; }

    /// <summary>A path that is put into a connection string without quotes.</summary>
    [GeneratedRegex("(?i:data ?source)=([{$]|\" *[+])", Options)]
    public static partial Regex BarePath { get; }

    /// <summary>A note that something is not finished.</summary>
    [GeneratedRegex(@"\b(TO" + "DO|FIX" + "ME|NotImplemented" + @"Exception)\b", Options)]
    public static partial Regex Unfinished { get; }
}
