using System.Globalization;

namespace Modular.Api.Files;

/// <summary>How far a run is: a bar that moves on a terminal, and plain lines, one for each tenth, where nobody watches.</summary>
/// <param name="output">Where it is shown.</param>
/// <param name="isTerminal">Whether somebody watches.</param>
/// <param name="totalBytes">How many bytes there are to do.</param>
/// <param name="doing">What is being done, where a run does one thing after another.</param>
internal sealed class FileProgress(TextWriter output, bool isTerminal, long totalBytes, string? doing = null)
{
    private const int Width = 30;

    private readonly string _doing = doing is null ? "" : doing + " ";
    private int _shown = -1;

    /// <summary>Shows how far it is, if that is news.</summary>
    /// <param name="bytes">How many bytes are done.</param>
    /// <param name="count">How many of what are done.</param>
    /// <param name="what">What is counted.</param>
    public void Show(long bytes, long count, string what = "lines")
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
            output.Write(string.Create(
                CultureInfo.InvariantCulture, $"\r{_doing}[{new string('#', full)}{new string('.', Width - full)}] {percent,3} %, {count} {what}"));
            output.Flush();
        }
        else if (step is > 0 and < 100)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_doing}{step} %, {count} {what}"));
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
