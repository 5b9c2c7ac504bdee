using System.Text;

namespace Modular.Api.Tests.Http;

/// <summary>A body that is not exactly the JSON that an operation takes is 400, and the answer repeats nothing of it.</summary>
[Collection<ProductionCollection>]
public sealed class JsonBodyTests(ProductionHost server)
{
    private const string Mark = "sent-by-the-caller";

    private static readonly string Nested = string.Concat(Enumerable.Repeat("{\"name\":", 5000));

    public static TheoryData<string> Broken =>
    [
        "", "null", "[]", "1", "true", $"\"{Mark}\"", "{}{}", "{} //", "/**/{}", "{,}", "\0", "{\"name\":\"a\"}\0", "{'name':'a'}",
        $"{{\"{Mark}\":1}}", "{\"name\":\"a\",}", "{\"name\":\"a\",\"name\":\"b\"}", "{\"name\":\"a\",\"Name\":\"b\"}",
        "{\"name\":1}", "{\"name\":{}}", "{\"name\":NaN}", "{\"name\":\"a", "{\"name\":1e400}", "{\"condition\":{}}", "{\"$id\":\"1\"}", "{\"\":1}",
        "{\"name\":\"\\u0000\"}", "{\"name\":\"a\\u0000\"}", "{\"name\":\"\0\"}", "{\"email\":\"a\\u0000@b.de\"}", "{\"phone\":\"+12345678\\u0000\"}",
        "{\"name\":\"\\ud800\"}", "{\"name\":\"\\udc00\\ud800\"}", "{\"\\ud800\":1}", "{\"addresses\":[{\"line1\":\"\\udfff\"}]}",
        "{\"name\":\"\u00ff\"}", "{\"name\":\"\u00ed\u00a0\u0080\"}", "{\"name\":\"\u00c0\u0080\"}", "{\"n\u00ffame\":1}", "\u00fe\u00ff\0{\0}",
        "{\"addresses\":{}}", "{\"addresses\":[1]}", "{\"addresses\":[[]]}", "{\"addresses\":[null]}",
        new string('[', 5000), Nested, $"{{\"name\":\"{new string('a', 60_000)}\"}}",
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_profile_that_is_none_is_400(string body) => ShouldBeRefused(await SendAsync("PUT /api/profile", body));

    [Theory]
    [InlineData("1.0")]
    [InlineData("1e0")]
    [InlineData("1e400")]
    [InlineData("1e-400")]
    [InlineData("\"1\"")]
    [InlineData("-0")]
    [InlineData("-1")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData("0x1")]
    [InlineData("1.5")]
    [InlineData("2147483648")]
    [InlineData("99999999999999999999999999")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[1]")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public async Task A_quantity_that_is_no_whole_number_of_the_range_is_400(string quantity) =>
        ShouldBeRefused(await SendAsync("POST /api/orders", $$"""{"lines":[{"sku":"TEA","quantity":{{quantity}}}]}"""));

    [Theory]
    [InlineData("""{"key":"x","lines":[{"sku":"TEA","quantity":1}]}""", "\"body\"")]
    [InlineData("""{"lines":[{"sku":"TEA","quantity":1,"price":1}]}""", "\"body\"")]
    [InlineData("""{"lines":[{"sku":"TEA\u0000","quantity":1}]}""", "\"lines[0].sku\"")]
    [InlineData("""{"lines":[{"sku":"\ud800","quantity":1}]}""", "\"lines[0].sku\"")]
    public async Task An_order_with_what_it_does_not_have_is_400(string body, string field)
    {
        var answer = await SendAsync("POST /api/orders", body);

        ShouldBeRefused(answer);
        answer.Body.ShouldContain(field);
    }

    [Fact]
    public async Task A_byte_order_mark_in_front_is_passed_over() =>
        (await SendAsync("PUT /api/profile", "\u00ef\u00bb\u00bf{}")).Status.ShouldBe(200);

    [Theory]
    [InlineData("\u0001")]
    [InlineData("a b")]
    [InlineData("a\tb")]
    [InlineData("\u00c3\u00a9")]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("\"")]
    [InlineData("\"a")]
    [InlineData("a\r\nIdempotency-Key: b")]
    public async Task An_idempotency_key_that_is_none_is_400(string key) => ShouldBeRefused(await server.AskAsync(
        "POST /api/orders", $"Content-Type: application/json\r\nIdempotency-Key: {key}\r\nContent-Length: 2\r\n", "{}"), "Idempotency-Key");

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("\u00ef\u00bc\u0091")]
    [InlineData("99999999999999999999")]
    [InlineData("1\r\nLast-Event-ID: 2")]
    public async Task An_event_id_that_is_none_is_400(string id) =>
        ShouldBeRefused(await server.AskAsync("GET /api/orders/events", $"Last-Event-ID: {id}\r\n"), "Last-Event-ID");

    private static void ShouldBeRefused(HttpAnswer answer, string field = "")
    {
        answer.Status.ShouldBe(400, answer.Body);
        answer.WrongAsProblem(isHead: false).ShouldBeNull();
        answer.Body.ShouldNotContain(Mark);
        answer.Body.ShouldContain(field);
    }

    private Task<HttpAnswer> SendAsync(string line, string body) => server.AskAsync(
        line, $"Content-Type: application/json\r\nContent-Length: {Encoding.Latin1.GetByteCount(body)}\r\n", body);
}
