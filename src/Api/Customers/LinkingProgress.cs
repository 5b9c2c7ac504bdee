using System.Globalization;

namespace Modular.Api.Customers;

/// <summary>How far a run is: a bar that moves on a terminal, and plain lines, one for each tenth, where nobody watches.</summary>
internal sealed class LinkingProgress(TextWriter output, bool isTerminal, long totalBytes)
{
    private const int Width = 30;

    private int _shown = -1;

    /// <summary>Shows how far it is, if that is news.</summary>
    /// <param name="bytes">How many bytes of the file are read.</param>
    /// <param name="lines">How many lines are done.</param>
    public void Show(long bytes, long lines)
    {
        var percent = totalBytes == 0 ? 100 : (int)Math.Min(100, bytes * 100 / totalBytes);
        var step = isTerminal ? percent : percent / 10 * 10;
        if (step <= _shown)
        {
            return;
        }

        _shown = step;
        if (isTerminal)
        {
            var full = percent * Width / 100;
            output.Write(string.Create(CultureInfo.InvariantCulture, $"\r[{new string('#', full)}{new string('.', Width - full)}] {percent,3} %, {lines} lines"));
            output.Flush();
        }
        else if (step is > 0 and < 100)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step} %, {lines} lines"));
        }
    }

    /// <summary>Makes room for another line; the bar comes back below it.</summary>
    public void Clear()
    {
        if (isTerminal && _shown >= 0)
        {
            output.Write("\r\e[K");
            output.Flush();
            _shown = -1;
        }
    }
}
