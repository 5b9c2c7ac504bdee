using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Modular.Api.Tests.Http.Fuzz;

/// <summary>Sends broken requests to a program, several at a time, and judges each answer.</summary>
internal sealed partial class Fuzzer(FuzzTarget target, int seed)
{
    private const int AtOnce = 16;
    private const int MostFindings = 20;

    // A request that says it goes on is waited for by the server, for longer than this run has time.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan PatienceOfALivingServer = TimeSpan.FromSeconds(60);

    private static readonly byte[] Next = "GET /next HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray();

    // Statuses that the web server gives before any code of a program runs.
    private static readonly int[] WebServersOwn = [400, 405, 408, 413, 414, 431, 505];

    // Kestrel says so at the level of an error when it passes over the rest of a body that has invalid bytes in a trailer. The request was
    // answered by then, and nothing but the connection ends.
    private const string KnownLine = "Microsoft.AspNetCore.Server.Kestrel[67]";

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _findings = new();
    private int _sent;

    /// <summary>How often each kind of answer came.</summary>
    public string Summary => string.Join(", ", _counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Key}: {count.Value}"));

    /// <summary>Sends that many requests, or fewer when the time is over.</summary>
    /// <returns>The faults, each with the number of its request.</returns>
    public async Task<IReadOnlyCollection<string>> RunAsync(int count, TimeSpan longest)
    {
        await WarmUpAsync();
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (Interlocked.Increment(ref _sent) is var number && number <= count && TimeProvider.System.GetElapsedTime(began) < longest)
            {
                await SendAsync(number);
            }
        }));
        await CheckLifeAsync();
        return _findings;
    }

    // The first requests of a program take longest, and a request that is not answered in time proves nothing.
    private async Task WarmUpAsync()
    {
        foreach (var good in target.Requests)
        {
            using var connection = await RawConnection.OpenAsync(target.Address);
            var answer = await connection.AskAsync(BrokenRequest.Whole(good), good.Method == "HEAD", PatienceOfALivingServer);
            answer.ShouldNotBeNull($"{good.Method} {good.Target}");
            (answer.Status < 500 || (answer.Status == 503 && target.IsOutage)).ShouldBeTrue($"{good.Method} {good.Target}: {answer.Status}");
        }
    }

    private async Task SendAsync(int number)
    {
        var (request, isHead) = BrokenRequest.Make(target.Requests, seed, number);
        using var connection = await RawConnection.OpenAsync(target.Address);
        HttpAnswer? answer;
        try
        {
            answer = await connection.AskAsync(request, isHead, Patience);
        }
        catch (Exception unreadable) when (unreadable is FormatException or IndexOutOfRangeException or ArgumentOutOfRangeException or OverflowException)
        {
            Find(number, request, $"the answer is no HTTP ({unreadable.Message})");
            return;
        }

        Count(answer is null ? "no answer" : answer.Status.ToString(CultureInfo.InvariantCulture));
        if (answer is null)
        {
            return;
        }

        if (WrongWith(answer, isHead) is { } wrong)
        {
            Find(number, request, $"{answer.Status} {wrong}: {answer.Body}");
        }

        // A request behind it is answered, or the connection ended: nothing else, and nothing of it is lost in the first one's body.
        if (!isHead && !answer.Closes && number % 8 == 0 && await connection.AskAsync(Next, isHead: false, Patience) is { Status: >= 500 and not 505 } next)
        {
            Find(number, request, $"the next request on the connection is {next.Status}");
        }
    }

    private string? WrongWith(HttpAnswer answer, bool isHead)
    {
        if (answer.Status >= 500 && !(answer.Status == 503 && target.IsOutage) && !(answer.Status == 505 && answer.IsTheWebServersOwn))
        {
            return "is no answer to a broken request";
        }

        if (answer.Status < 400 || !target.HasProblems)
        {
            return null;
        }

        if (answer.IsTheWebServersOwn)
        {
            return WebServersOwn.Contains(answer.Status) && answer.Body.Length == 0 ? null : "is not known as the web server's own";
        }

        return answer.Body.Contains(BrokenRequest.Mark, StringComparison.Ordinal) ? "repeats what was sent" : answer.WrongAsProblem(isHead);
    }

    private async Task CheckLifeAsync()
    {
        var alive = await RawConnection.AskAsync(target.Address, $"GET {target.Alive} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .WaitAsync(PatienceOfALivingServer, TestContext.Current.CancellationToken);
        alive.Status.ShouldBe(200);
        var lines = target.Said().Split('\n');
        foreach (var line in lines.Where(line => IsError(line) && !line.Contains(KnownLine, StringComparison.Ordinal)))
        {
            var whole = string.Join('\n', lines.Skip(Array.IndexOf(lines, line)).Take(12));
            if (!target.KnownErrors.Any(known => whole.Contains(known, StringComparison.Ordinal)) && _findings.Count < MostFindings)
            {
                _findings.Enqueue($"The log has an error: {whole}");
            }
        }
    }

    /// <summary>Whether a line of a program's log is an error: the level is the first word, or the one behind the time.</summary>
    public static bool IsError(string line) => ErrorLine.IsMatch(line);

    private void Count(string kind) => _counts.AddOrUpdate(kind, 1, (_, count) => count + 1);

    private void Find(int number, byte[] request, string what)
    {
        if (_findings.Count < MostFindings)
        {
            _findings.Enqueue($"Request {number} of seed {seed}: {what}\n{Shown(request)}");
        }
    }

    private static string Shown(byte[] request) => string.Concat(Encoding.Latin1.GetString(request).Take(1500)
        .Select(c => c is >= ' ' and <= '~' or '\n' ? c.ToString() : c == '\r' ? "" : $"\\x{(int)c:x2}"));

    [GeneratedRegex(@"^(\d\S+ )?(fail|crit)\b|Unhandled exception", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorLine { get; }
}
