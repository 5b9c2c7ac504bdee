using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Modular.Api.CommandLine;

/// <summary>The help of a command: usage, arguments and options from the library, then the command's own text.</summary>
internal sealed class DetailedHelp(HelpAction library, string programDetails) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        library.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(
            parseResult.CommandResult.Command is DocumentedCommand command ? command.Details : programDetails);
        return ExitCode.Done;
    }
}
