using System.Diagnostics;
using System.Globalization;

namespace Modular.Fill;

/// <summary>The progress of the filling: a bar on a terminal, and plain lines, one for each tenth, elsewhere.</summary>
internal sealed class Progress(TextWriter output, bool isTerminal, long orders)
{
    private const int Width = 30;
    private const double BytesOfMegabyte = 1_000_000;

    private readonly long _began = Stopwatch.GetTimestamp();
    private int _shown = -1;

    private double Seconds => Stopwatch.GetElapsedTime(_began).TotalSeconds;

    /// <summary>Shows how many orders are written, if that is news.</summary>
    public void Show(long written)
    {
        var percent = (int)(written * 100 / orders);
        var step = isTerminal ? percent : percent / 10 * 10;
        if (step <= _shown)
        {
            return;
        }

        _shown = step;
        if (isTerminal)
        {
            var full = percent * Width / 100;
            output.Write(string.Create(CultureInfo.InvariantCulture, $"\r[{new string('#', full)}{new string('.', Width - full)}] {percent,3} %, {written} orders, {Seconds:F0} s"));
            output.Flush();
        }
        else if (step is > 0 and < 100)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step} %, {written} orders, {Seconds:F0} s"));
        }
    }

    /// <summary>Says what is being done, for what has no bar.</summary>
    public void Say(string what)
    {
        output.Write(isTerminal && _shown >= 0 ? "\r\e[K" : "");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}, {Seconds:F0} s"));
    }

    /// <summary>Says that it is done.</summary>
    public void Done(FillArguments filled, long bytes) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{filled.Orders} orders of {filled.Customers} customers, {filled.Heaviest} of them the first one's; {bytes / BytesOfMegabyte:F0} MB in {Seconds:F0} s."));
}
