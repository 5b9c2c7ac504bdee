using System.Runtime.InteropServices;

namespace Modular.AppHost;

/// <summary>
/// A request to end the figure: Ctrl-C, SIGTERM, a closed terminal, or the death of the <c>dotnet run</c> that started it.
/// </summary>
internal sealed class StopRequest : IDisposable
{
    private const int Sigint = 2;
    private const nint DefaultHandler = 0;

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _signals;

    public StopRequest()
    {
        if (!OperatingSystem.IsWindows())
        {
            // A shell without job control starts background commands with this signal ignored, and the runtime leaves an ignored signal alone.
            _ = SetHandler(Sigint, DefaultHandler);
        }

        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }
            .Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
    }

    public CancellationToken Token => _stop.Token;

    public void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // A signal that comes while AppHost is already leaving changes nothing.
        }
    }

    public void Dispose()
    {
        Array.ForEach(_signals, signal => signal.Dispose());
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // The second Ctrl-C is not caught: AppHost ends at once, and its children end because it did.
        context.Cancel = !_stop.IsCancellationRequested;
        Stop();
    }

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SetHandler(int signal, nint handler);
}
