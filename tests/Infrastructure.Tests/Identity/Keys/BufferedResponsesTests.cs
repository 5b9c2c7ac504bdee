using System.Net;
using Modular.Infrastructure.Identity.Http;

namespace Modular.Infrastructure.Tests.Identity.Keys;

public sealed class BufferedResponsesTests
{
    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public async Task A_body_has_at_most_its_largest_size(int bytes, bool fits)
    {
        var body = new Body(new byte[bytes]);
        using var client = Client(() => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = body }));
        var answer = AskAsync(client, TestContext.Current.CancellationToken);

        if (fits)
        {
            using var response = await answer;
            (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length.ShouldBe(bytes);
        }
        else
        {
            (await Should.ThrowAsync<HttpRequestException>(() => answer)).HttpRequestError.ShouldBe(HttpRequestError.ConfigurationLimitExceeded);
            body.IsDisposed.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_connection_that_is_not_made_in_time_is_no_callers_wish()
    {
        using var client = Client(() => throw new TaskCanceledException("connect", new TimeoutException()));

        var failure = await Should.ThrowAsync<HttpRequestException>(() => AskAsync(client, TestContext.Current.CancellationToken));

        failure.HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
        failure.InnerException.ShouldBeOfType<TaskCanceledException>();
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_told_so()
    {
        using var gaveUp = new CancellationTokenSource();
        using var client = Client(async () =>
        {
            await gaveUp.CancelAsync();
            throw new TaskCanceledException("given up");
        });

        await Should.ThrowAsync<OperationCanceledException>(() => AskAsync(client, gaveUp.Token));
    }

    [Fact]
    public async Task A_body_that_breaks_or_hangs_gives_its_connection_back()
    {
        foreach (var failure in new Exception[] { new IOException("cut"), new TaskCanceledException("late"), new InvalidDataException("not compressed") })
        {
            var body = new Body(failure);
            using var client = Client(() => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = body }));
            await Should.ThrowAsync<HttpRequestException>(() => AskAsync(client, TestContext.Current.CancellationToken));

            body.IsDisposed.ShouldBeTrue();
        }
    }

    private static HttpMessageInvoker Client(Func<Task<HttpResponseMessage>> answer) => new(new BufferedResponses(10) { InnerHandler = new Stub(answer) });

    private static async Task<HttpResponseMessage> AskAsync(HttpMessageInvoker client, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://keys.example");
        return await client.SendAsync(request, cancellationToken);
    }

    private sealed class Stub(Func<Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer();
    }

    /// <summary>A body of so many bytes, or one that fails.</summary>
    private sealed class Body : HttpContent
    {
        private readonly byte[] _bytes = [];
        private readonly Exception? _failure;

        public Body(byte[] bytes) => _bytes = bytes;

        public Body(Exception failure) => _failure = failure;

        public bool IsDisposed { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            _failure is null ? stream.WriteAsync(_bytes, TestContext.Current.CancellationToken).AsTask() : throw _failure;

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
