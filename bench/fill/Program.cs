using Modular.Fill;

// Ctrl-C ends it between two steps, and says in which state the database is.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    if (args is ["--help"] or ["-h"])
    {
        await Console.Out.WriteAsync(FillArguments.Help);
        return 0;
    }

    var arguments = FillArguments.Read(args);
    var progress = new Progress(Console.Out, isTerminal: !Console.IsOutputRedirected, arguments.Orders);
    await arguments.Target().FillAsync(arguments, progress, stop.Token);
    return 0;
}
catch (FillRefusedException refused)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 1;
}
