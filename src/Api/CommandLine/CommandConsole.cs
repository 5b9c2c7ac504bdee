using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Modular.Api.CommandLine;

/// <summary>The output of a command: a progress bar on a terminal, and plain lines everywhere else.</summary>
/// <param name="output">Takes the results.</param>
/// <param name="error">Takes the refusals, one line each.</param>
/// <param name="terminal">The terminal, if both of them are shown on one.</param>
internal sealed class CommandConsole(TextWriter output, TextWriter error, IAnsiConsole? terminal = null)
{
    // The terminal draws the bar anew for each text above it, which is too slow for every line of a file.
    private static readonly TimeSpan Flushed = TimeSpan.FromMilliseconds(100);

    private readonly StringBuilder _above = new();
    private bool _hasBar;
    private long _flushedAt;

    /// <summary>The console of this process.</summary>
    public static CommandConsole OfProcess() => new(
        new LastingWriter(Console.Out), new LastingWriter(Console.Error), Console.IsOutputRedirected || Console.IsErrorRedirected ? null : AnsiConsole.Create(new AnsiConsoleSettings()));

    /// <summary>Where help, the version and long answers go.</summary>
    public TextWriter Output => output;

    /// <summary>The reason why part of the output is missing; null if all of it was written.</summary>
    public string? OutputFailure => (output as LastingWriter)?.Failure;

    /// <summary>Writes a line about a result.</summary>
    public Task SayAsync(string line) => WriteAsync(output, line);

    /// <summary>Writes a line about a refusal.</summary>
    public Task RefuseAsync(string line) => WriteAsync(error, line);

    /// <summary>Runs work that takes long, and shows its progress.</summary>
    /// <param name="doing">The name of the work, for the progress bar.</param>
    /// <param name="total">The amount of work.</param>
    /// <param name="work">Does the work, and reports the amount that is done, the number of items, and the noun for them.</param>
    /// <typeparam name="T">The result of the work.</typeparam>
    public async Task<T> TrackAsync<T>(string doing, long total, Func<Action<long, long, string>, Task<T>> work)
    {
        if (terminal is null)
        {
            return await work(InTenths(doing, total));
        }

        _hasBar = true;
        try
        {
            return await terminal.Progress()
                .AutoClear(enabled: true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
                .StartAsync(async context =>
                {
                    var task = context.AddTask(Markup.Escape(doing), maxValue: Math.Max(1, total));
                    var result = await work((done, count, what) =>
                    {
                        Flush();
                        task.Value = total == 0 ? 1 : done;
                        task.Description = string.Create(CultureInfo.InvariantCulture, $"{Markup.Escape(doing)}, {count} {what}");
                    });
                    return result;
                });
        }
        finally
        {
            _hasBar = false;
            await error.WriteAsync(_above);
            _above.Clear();
        }
    }

    private Action<long, long, string> InTenths(string doing, long total)
    {
        var shown = 0L;
        return (done, count, what) =>
        {
            var tenths = total == 0 ? 10 : done * 10 / total;
            if (tenths > shown && tenths < 10)
            {
                shown = tenths;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{doing} {tenths * 10} %, {count} {what}"));
            }
        };
    }

    private Task WriteAsync(TextWriter writer, string line)
    {
        if (!_hasBar)
        {
            return writer.WriteLineAsync(line);
        }

        _above.Append(line).Append(writer.NewLine);
        return Task.CompletedTask;
    }

    private void Flush()
    {
        if (_above.Length > 0 && TimeProvider.System.GetElapsedTime(_flushedAt) > Flushed)
        {
            terminal!.Write(new Text(_above.ToString()));
            _above.Clear();
            _flushedAt = TimeProvider.System.GetTimestamp();
        }
    }
}
