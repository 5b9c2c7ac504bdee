using System.CommandLine;

namespace Modular.Api.CommandLine;

/// <summary>A command with a text that its help shows behind arguments and options.</summary>
/// <param name="name">The first argument of the program.</param>
/// <param name="summary">The purpose of the command, in one line.</param>
/// <param name="usage">Its arguments, and an example: the end of the sentence that refuses other arguments.</param>
/// <param name="details">The rest of its help, exit codes included.</param>
internal sealed class DocumentedCommand(string name, string summary, string usage, string details) : Command(name, summary)
{
    /// <summary>Its arguments, and an example.</summary>
    public string Usage { get; } = usage;

    /// <summary>The rest of its help.</summary>
    public string Details { get; } = details;
}
