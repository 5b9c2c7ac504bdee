using System.Collections.Concurrent;
using System.Net;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Load;

/// <summary>Steady requests from several workers, one after the other each, until they are told to stop. Counts every answer.</summary>
internal sealed class Traffic
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private readonly Task _workers;
    private int _answered;

    private Traffic(int workers, TimeSpan pause, Func<Task<HttpStatusCode>> send) =>
        _workers = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(pause, send), CancellationToken.None)));

    /// <summary>How many requests were answered, or broke.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>How many answers there were of each kind: a status, or what broke.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers;

    /// <summary>All that were not 200.</summary>
    public IReadOnlyDictionary<string, int> Failures =>
        _answers.Where(answer => answer.Key != "200").ToDictionary(answer => answer.Key, answer => answer.Value, StringComparer.Ordinal);

    /// <summary>As much as the server bears.</summary>
    /// <param name="workers">How many requests are under way at once.</param>
    /// <param name="send">Sends one.</param>
    public static Traffic Flood(int workers, Func<Task<HttpStatusCode>> send) => new(workers, TimeSpan.Zero, send);

    /// <summary>As people come: each worker pauses between two requests.</summary>
    /// <param name="workers">How many requests are under way at once, at most.</param>
    /// <param name="send">Sends one.</param>
    public static Traffic Steady(int workers, Func<Task<HttpStatusCode>> send) => new(workers, Pause, send);

    /// <summary>Waits until so many more have been answered.</summary>
    public Task GoOnAsync(int more)
    {
        var goal = Answered + more;
        return Eventually.HoldsAsync($"{more} more requests were answered ({this})", Patience, () => Task.FromResult(Answered >= goal || _workers.IsCompleted));
    }

    /// <summary>Lets every worker finish its request.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _workers;
        _stop.Dispose();
    }

    public override string ToString() => $"{Answered} requests: {string.Join(", ", _answers.Select(answer => $"{answer.Value} × {answer.Key}"))}";

    private async Task WorkAsync(TimeSpan pause, Func<Task<HttpStatusCode>> send)
    {
        while (!_stop.IsCancellationRequested)
        {
            var answer = await AnswerAsync(send);
            _answers.AddOrUpdate(answer, 1, (_, count) => count + 1);
            Interlocked.Increment(ref _answered);
            await Task.Delay(pause, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<string> AnswerAsync(Func<Task<HttpStatusCode>> send)
    {
        try
        {
            return ((int)await send()).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException broken)
        {
            return broken.Message;
        }
    }
}
