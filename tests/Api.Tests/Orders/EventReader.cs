using System.Net;

namespace Modular.Api.Tests.Orders;

/// <summary>An open event stream, read as a browser reads it (HTML, section 9.2).</summary>
internal sealed class EventReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage response, StreamReader lines) => (Response, _lines) = (response, lines);

    public HttpResponseMessage Response { get; }

    /// <summary>Opens a stream, behind that event if one is named, and reads how it begins.</summary>
    public static async Task<(EventReader Stream, Message Beginning)> OpenAsync(HttpClient client, string? after = null)
    {
        var response = await AskAsync(client, after is null ? [] : [after]);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var lines = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var stream = new EventReader(response, lines);
        return (stream, (await stream.NextAsync())!);
    }

    /// <summary>Asks for a stream with those headers <c>Last-Event-ID</c>.</summary>
    public static async Task<HttpResponseMessage> AskAsync(HttpClient client, params string[] after)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/orders/events");
        foreach (var id in after)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", id).ShouldBeTrue();
        }

        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>The next event or comment; null at the end of the stream.</summary>
    /// <exception cref="TimeoutException">Neither comes.</exception>
    public async Task<Message?> NextAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var message = new Message("", "", "");
        try
        {
            while (await _lines.ReadLineAsync(patience.Token) is { } line)
            {
                switch (line.Split(": ", 2))
                {
                    case [""] when message.Event.Length > 0:
                        return message;
                    case ["", var comment]:
                        message = new Message("(comment)", message.Id, comment);
                        break;
                    case ["event", var name]:
                        message = message with { Event = name };
                        break;
                    case ["retry", var milliseconds]:
                        message = message with { Retry = milliseconds };
                        break;
                    case ["id", var id]:
                        message = message with { Id = id };
                        break;
                    case ["data", var data]:
                        message = message with { Data = data };
                        break;
                }
            }

            return null;
        }
        catch (OperationCanceledException cancelled) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Within {Patience.TotalSeconds} s neither an event came nor the stream's end.", cancelled);
        }
    }

    /// <summary>Reads on until the stream ends.</summary>
    /// <returns>The events before that one.</returns>
    public async Task<IReadOnlyList<Message>> ReadToEndAsync()
    {
        List<Message> messages = [];
        while (await NextAsync() is { } message)
        {
            messages.Add(message);
        }

        return messages;
    }

    /// <summary>Goes away.</summary>
    public void Dispose()
    {
        _lines.Dispose();
        Response.Dispose();
    }

    /// <summary>A part of the stream: an event, or a comment.</summary>
    internal sealed record Message(string Event, string Id, string Data)
    {
        /// <summary>After how many milliseconds a client that loses the stream comes back, where the message says so.</summary>
        public string Retry { get; init; } = "";

        public long Position => long.Parse(Id, System.Globalization.CultureInfo.InvariantCulture);
    }
}
