namespace Modular.Api.Tests.Http;

/// <summary>
/// Refusals of the web server itself, before any code of the program: with these statuses, without a body, and with the end of the
/// connection. Whatever else is refused is refused by the program, with a problem.
/// </summary>
[Collection<ProductionCollection>]
public sealed class WebServerRefusalTests(ProductionHost server)
{
    private const string Line = "GET /health/live HTTP/1.1\r\n";
    private const string Host = "Host: x\r\n";

    [Theory]
    [InlineData(400, "no HTTP", "\u0016\u0003\u0001\u0002\r\n\r\n")]
    [InlineData(400, "no version", "GET /health/live\r\n" + Host + "\r\n")]
    [InlineData(400, "no target", "GET\r\n\r\n")]
    [InlineData(400, "a target that is no path", "GET health/live HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, "NUL in the path", "GET /health/%00 HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, "bytes above ASCII in the path", "GET /\u00ff HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, "no host", Line + "\r\n")]
    [InlineData(400, "two hosts", Line + Host + Host + "\r\n")]
    [InlineData(400, "a host that is none", Line + "Host: x/y\r\n\r\n")]
    [InlineData(400, "another host in the target", "GET http://y/health/live HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(400, "a header without a colon", Line + Host + "X\r\n\r\n")]
    [InlineData(400, "a space before the colon", Line + Host + "X : y\r\n\r\n")]
    [InlineData(400, "a folded header", Line + Host + "X: y\r\n z\r\n\r\n")]
    [InlineData(400, "NUL in a header", Line + Host + "X: \u0000\r\n\r\n")]
    [InlineData(400, "invalid UTF-8 in a header", Line + Host + "X: \u00ff\r\n\r\n")]
    [InlineData(400, "a length that is none", Line + Host + "Content-Length: -1\r\n\r\n")]
    [InlineData(400, "a length that is too long", Line + Host + "Content-Length: 99999999999999999999\r\n\r\n")]
    [InlineData(400, "two lengths", Line + Host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n")]
    [InlineData(400, "two lengths in one", Line + Host + "Content-Length: 1, 1\r\n\r\n")]
    [InlineData(400, "a transfer coding that does not end in chunked", Line + Host + "Transfer-Encoding: gzip\r\n\r\n")]
    [InlineData(405, "an asterisk for another method than OPTIONS", "GET * HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(405, "an authority for another method than CONNECT", "GET x:80 HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData(505, "another version", "GET /health/live HTTP/3.7\r\n" + Host + "\r\n")]
    public async Task A_request_that_is_no_request_is_refused_by_the_web_server(int status, string what, string request) =>
        ShouldBeItsOwn(await RawConnection.AskAsync(server.Api.Address, request), status, what);

    [Fact]
    public async Task A_request_line_of_more_than_8_KB_is_414() => ShouldBeItsOwn(
        await RawConnection.AskAsync(server.Api.Address, $"GET /{new string('a', 9000)} HTTP/1.1\r\n{Host}\r\n"), 414, "a long line");

    [Fact]
    public async Task Headers_of_more_than_32_KB_are_431() => ShouldBeItsOwn(
        await RawConnection.AskAsync(server.Api.Address, $"{Line}{Host}X: {new string('a', 33_000)}\r\n\r\n"), 431, "long headers");

    [Fact]
    public async Task More_than_100_headers_are_431() => ShouldBeItsOwn(
        await RawConnection.AskAsync(server.Api.Address, $"{Line}{Host}{string.Concat(Enumerable.Repeat("X: y\r\n", 101))}\r\n"), 431, "many headers");

    private static void ShouldBeItsOwn(HttpAnswer answer, int status, string what)
    {
        answer.Status.ShouldBe(status, what);
        answer.IsTheWebServersOwn.ShouldBeTrue(what);
        (answer.Closes, answer.Body).ShouldBe((true, ""), what);
    }
}
