namespace Modular.AppHost.Terminal;

/// <summary>Everything the figure says, line by line; each program's lines carry its name.</summary>
internal sealed class Screen(TextWriter output, bool colour) : IDisposable
{
    private const int NameWidth = 12;

    private readonly Lock _oneLine = new();
    private bool _closed;

    /// <summary>A person at a terminal who has not asked for plain text (https://no-color.org) and whose terminal knows colours.</summary>
    public static bool WantsColour() =>
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or "" or null);

    public void Say(string text) => Write(text);

    /// <param name="program">The program that speaks.</param>
    /// <param name="ansiColour">Its colour as an ANSI code, such as 36 for cyan.</param>
    /// <param name="line">The line that it wrote.</param>
    public void Say(string program, int ansiColour, string line)
    {
        var name = program.PadRight(NameWidth);
        Write(colour ? $"\e[{ansiColour}m{name}\e[0m | {line}" : $"{name} | {line}");
    }

    public void Dispose()
    {
        lock (_oneLine)
        {
            _closed = true;
        }
    }

    private void Write(string text)
    {
        lock (_oneLine)
        {
            if (_closed)
            {
                return;
            }

            try
            {
                output.WriteLine(text);
                output.Flush();
            }
            catch (IOException)
            {
                // The terminal or the pipe is closed: the figure must still be stopped in order.
                _closed = true;
            }
        }
    }
}
