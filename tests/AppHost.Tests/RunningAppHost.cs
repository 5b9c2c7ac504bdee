using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace Modular.AppHost.Tests;

/// <summary>A started AppHost: what it says, which processes it has, how it ends. Disposing leaves nothing behind in any case.</summary>
internal sealed partial class RunningAppHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _said = [];
    private readonly List<int> _children = [];
    private readonly Task _output;
    private readonly Task<string> _errors;

    private RunningAppHost(Process process, DirectoryInfo folder)
    {
        (_process, Folder) = (process, folder);
        _output = ReadAsync();
        _errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>The folder that it uses as the machine's temporary folder.</summary>
    public DirectoryInfo Folder { get; }

    public int Id => _process.Id;

    public IReadOnlyList<string> Said => _said;

    public IReadOnlyList<int> Children => _children;

    /// <summary>The process of one of its programs.</summary>
    public int Child(string program) => _said.Where(line => line.StartsWith(program + " ", StringComparison.Ordinal))
        .Select(line => Started().Match(line)).Where(started => started.Success)
        .Select(started => int.Parse(started.Groups["id"].ValueSpan, CultureInfo.InvariantCulture)).Single();

    /// <param name="start">How it is started.</param>
    /// <param name="environment">Variables besides those of the test itself; null removes one.</param>
    public static RunningAppHost Start(ProcessStartInfo start, params (string Name, string? Value)[] environment)
    {
        // With what breaks a program that builds command lines, lists or connection strings of it.
        var folder = Directory.CreateTempSubdirectory("apphost tests;'\"=$-");
        start.UseShellExecute = false;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["TMPDIR"] = folder.FullName;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new RunningAppHost(Process.Start(start)!, folder);
    }

    /// <summary>Waits until it has said <paramref name="text"/>.</summary>
    public async Task SaysAsync(string text)
    {
        var found = FindAsync(text);
        var first = await Task.WhenAny(found, Task.Delay(Patience, TimeProvider.System, TestContext.Current.CancellationToken));
        if (first != found || !await found)
        {
            throw new InvalidOperationException($"AppHost never said '{text}', but:{Environment.NewLine}{string.Join(Environment.NewLine, _said)}");
        }
    }

    public async Task HasStartedAllAsync()
    {
        while (_children.Count < 4)
        {
            await SaysAsync("starting on");
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code and what it wrote to standard error.</returns>
    public async Task<(int ExitCode, string Errors)> EndsAsync()
    {
        var ended = _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        (await Task.WhenAny(ended, Task.Delay(Patience, TimeProvider.System, TestContext.Current.CancellationToken)))
            .ShouldBe(ended, $"AppHost (process {Id}) did not end, but said:{Environment.NewLine}{string.Join(Environment.NewLine, _said)}");
        await _output;
        while (_lines.Reader.TryRead(out var line))
        {
            Note(line);
        }

        return (_process.ExitCode, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var left in _children.Concat(Processes.OrchestratorOf(Id)).Append(Id).Where(Processes.Runs))
        {
            Processes.Send(left, Processes.Sigkill);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Folder.Delete(recursive: true);
    }

    private async Task<bool> FindAsync(string text)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            Note(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private void Note(string line)
    {
        _said.Add(line);
        if (Started().Match(line) is { Success: true } started)
        {
            _children.Add(int.Parse(started.Groups["id"].ValueSpan, CultureInfo.InvariantCulture));
        }
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
    }

    [GeneratedRegex(@"starting on .* \(process (?<id>\d+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Started();
}
