using System.CommandLine;

namespace Modular.Api.CommandLine;

/// <summary>A command with a text that its help shows behind arguments and options.</summary>
/// <param name="name">The first argument of the program.</param>
/// <param name="summary">What it does, in one line.</param>
/// <param name="usage">What it takes, and an example: the end of the sentence that refuses other arguments.</param>
/// <param name="details">What else is to be known, exit codes included.</param>
internal sealed class DocumentedCommand(string name, string summary, string usage, string details) : Command(name, summary)
{
    /// <summary>What it takes, and an example.</summary>
    public string Usage { get; } = usage;

    /// <summary>What else is to be known.</summary>
    public string Details { get; } = details;
}
