using System.Text;

namespace Modular.Api.Tests.Http;

/// <summary>
/// Broken HTTP is the caller's fault: each of these is refused with its own status and a problem, on each kind of route, by a
/// server as it runs in production.
/// </summary>
[Collection<ProductionCollection>]
public sealed class BrokenRequestTests(ProductionHost server)
{
    private const string Json = "Content-Type: application/json\r\n";
    private const string Chunked = Json + "Transfer-Encoding: chunked\r\n";

    private static readonly string[] WithABody = ["PUT /api/profile", "POST /api/orders", "POST /api/account/identities"];
    private static readonly string[] WithoutABody = ["POST /api/orders/1/cancel", "GET /api/orders", "DELETE /api/account"];

    private static readonly (string Body, int Status)[] BrokenChunks =
    [
        ("FFFFFFFFFFFFFFFF\r\n{}", 400),
        ("7FFFFFFFFFFFFFFF\r\n{}", 400),
        ("FFFFFFFF\r\n{}", 400),
        ("80000000\r\n{}", 400),
        ("FFFFFFFFFFFFFFFFFFFFFFFF\r\n{}", 400),
        ("-1\r\n{}\r\n0\r\n\r\n", 400),
        ("0x2\r\n{}\r\n0\r\n\r\n", 400),
        ("g\r\n{}\r\n0\r\n\r\n", 400),
        ("\r\n{}\r\n0\r\n\r\n", 400),
        ("2;a\n{}\r\n0\r\n\r\n", 400),
        ("2\n{}\n0\n\n", 400),
        ("2\r\n{}0\r\n\r\n", 400),
        ("2\r\n{}\r\n0\r\nno colon\r\n\r\n", 400),
        ($"2;{new string('a', 100_000)}\r\n{{}}\r\n0\r\n\r\n", 413),
        ($"10001\r\n{new string(' ', 0x10001)}\r\n0\r\n\r\n", 413),
        ($"2\r\n{{}}\r\n0\r\nX: {new string('a', 40_000)}\r\n\r\n", 431),
        ($"2\r\n{{}}\r\n0\r\n{string.Concat(Enumerable.Repeat("X: y\r\n", 200))}\r\n", 431),
        ("2\r\n{}\r\n0\r\nX: \u00ff\u0000\r\n\r\n", 400),
    ];

    public static TheoryData<string, string, int> Chunks =>
        new(from route in WithABody.Concat(WithoutABody) from broken in BrokenChunks select (route, broken.Body, broken.Status));

    [Theory]
    [MemberData(nameof(Chunks))]
    public async Task A_broken_chunked_body_is_refused_before_anything_is_done(string route, string body, int status) =>
        ShouldBeRefused(await server.AskAsync(route, Chunked, body), status);

    [Theory]
    [InlineData("2;name=value\r\n{}\r\n0\r\n\r\n")]
    [InlineData("0002\r\n{}\r\n0\r\nX-Trailer: y\r\n\r\n")]
    [InlineData("1\r\n{\r\n1\r\n}\r\n0\r\n\r\n")]
    public async Task A_chunked_body_with_extensions_and_trailers_is_read(string body) =>
        (await server.AskAsync("PUT /api/profile", Chunked, body)).Status.ShouldBe(200);

    [Theory]
    [InlineData("gzip, chunked")]
    [InlineData("chunked, chunked")]
    [InlineData("chunked\r\nTransfer-Encoding: chunked")]
    public async Task A_transfer_coding_that_is_not_understood_is_400(string coding) => ShouldBeRefused(
        await server.AskAsync("PUT /api/profile", $"{Json}Transfer-Encoding: {coding}\r\n", "2\r\n{}\r\n0\r\n\r\n"), 400);

    [Fact]
    public async Task A_length_beside_chunks_is_not_believed_and_the_connection_ends()
    {
        var answer = await server.AskAsync("PUT /api/profile", Chunked + "Content-Length: 50\r\n", "2\r\n{}\r\n0\r\n\r\n");

        answer.Status.ShouldBe(200);
        answer.Closes.ShouldBeTrue();
    }

    [Theory]
    [InlineData("PUT /api/profile")]
    [InlineData("POST /api/orders/1/cancel")]
    public async Task A_body_that_says_it_is_too_large_is_413(string route) =>
        ShouldBeRefused(await server.AskAsync(route, Json + "Content-Length: 65537\r\n", "{}"), 413);

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_408() =>
        ShouldBeRefused(await server.AskAsync("PUT /api/profile", Json + "Content-Length: 20\r\n", "{}"), 408);

    [Fact]
    public async Task Whoever_asks_whether_to_send_the_body_is_told_to()
    {
        var answer = await server.AskAsync("PUT /api/profile", Json + "Content-Length: 2\r\nExpect: 100-continue\r\n", "{}");

        answer.Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("application/json;charset=Utf-8")]
    [InlineData("application/json ; charset=utf-8")]
    [InlineData("application/json; charset=\"\\u\\tf-8\"")]
    [InlineData("application/json; charset=utf-8; charset=\"utf-8\"")]
    [InlineData("application/json; version=1; charset=utf-8")]
    [InlineData("application/json;")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("application/vnd.example+json; charset=\"utf-8\"")]
    public async Task JSON_in_UTF8_is_read_however_its_type_is_spelled(string type)
    {
        foreach (var route in WithABody)
        {
            var answer = await server.AskAsync(route, $"Content-Type: {type}\r\nContent-Length: 2\r\n", "{}");

            answer.Status.ShouldBeOneOf([200, 400], $"{route}: {answer.Body}");
            answer.Body.ShouldNotContain("unsupported-media-type");
        }
    }

    [Theory]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/json; charset=\"utf-7\"")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json; charset=us-ascii")]
    [InlineData("application/json; charset=utf8")]
    [InlineData("application/json; charset=utf-8; charset=utf-7")]
    [InlineData("application/json; charset=utf-7; charset=utf-8")]
    [InlineData("application/json; charset=")]
    [InlineData("application/json; charset=\"\"")]
    [InlineData("application/json; charset=\"utf-8")]
    [InlineData("application/json; charset")]
    [InlineData("application/json, application/json")]
    [InlineData("application/json\r\nContent-Type: application/json")]
    [InlineData("text/json")]
    [InlineData("text/plain; charset=utf-7")]
    [InlineData("*/*")]
    [InlineData("json")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Everything_else_is_415(string? type)
    {
        foreach (var route in WithABody)
        {
            var header = type is null ? "" : $"Content-Type: {type}\r\n";

            ShouldBeRefused(await server.AskAsync(route, $"{header}Content-Length: 2\r\n", "{}"), 415);
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate, gzip")]
    [InlineData("identity, gzip")]
    [InlineData("x-unknown")]
    public async Task A_content_coding_that_is_not_understood_is_415_and_told_which_is(string coding)
    {
        foreach (var route in new[] { "PUT /api/profile", "POST /api/orders", "POST /api/orders/1/cancel" })
        {
            var answer = await server.AskAsync(route, $"{Json}Content-Encoding: {coding}\r\nContent-Length: 2\r\n", "{}");

            ShouldBeRefused(answer, 415);
            answer.Header("Accept-Encoding").ShouldBe("identity");
        }
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("IDENTITY")]
    [InlineData("")]
    public async Task A_body_that_is_not_coded_is_read(string coding) => (await server.AskAsync(
        "PUT /api/profile", $"{Json}Content-Encoding: {coding}\r\nContent-Length: 2\r\n", "{}")).Status.ShouldBe(200);

    [Fact]
    public async Task Behind_a_refusal_the_connection_goes_on_or_ends_and_nothing_of_a_body_is_taken_for_a_request()
    {
        using var connection = await RawConnection.OpenAsync(server.Api.Address);
        var request = $"PUT /api/profile HTTP/1.1\r\nHost: x\r\n{server.Alice}{Chunked}\r\nFFFFFFFFFFFFFFFF\r\nGET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";

        var first = await connection.AskAsync(Encoding.Latin1.GetBytes(request), isHead: false, TimeSpan.FromSeconds(60));
        var second = await connection.AskAsync("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), isHead: false, TimeSpan.FromSeconds(60));

        first.ShouldNotBeNull().Status.ShouldBe(400);
        second.ShouldBeNull();
    }

    private static void ShouldBeRefused(HttpAnswer answer, int status)
    {
        answer.Status.ShouldBe(status, answer.Body);
        answer.WrongAsProblem(isHead: false).ShouldBeNull();
        answer.IsTheWebServersOwn.ShouldBeFalse();
    }
}
