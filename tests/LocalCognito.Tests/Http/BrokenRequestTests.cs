using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Http;

/// <summary>A broken request is the caller's fault: a status of its own in the form of the address, never 500.</summary>
public sealed class BrokenRequestTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Credentials = "grant_type=client_credentials&client_id=fulfilment-client&client_secret=fulfilment-secret";

    private static readonly string Trailer = $"{Credentials.Length:x}\r\n{Credentials}\r\n0\r\n";

    public static TheoryData<string, string, int> Bodies => new()
    {
        { "a chunk size beyond all numbers", "FFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n", 400 },
        { "a chunk size beyond 32 bits", "7FFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n", 400 },
        { "a chunk size with 300 digits", new string('1', 300) + "\r\nabc\r\n0\r\n\r\n", 400 },
        { "a chunk size that is no number", "zz\r\nabc\r\n0\r\n\r\n", 400 },
        { "a chunk that is longer than its size", "3\r\nabcde\r\n0\r\n\r\n", 400 },
        { "a trailer that is no header", $"{Trailer}nonsense\r\n\r\n", 400 },
        { "a trailer with invalid UTF-8", $"{Trailer}X-A: \u00ff\r\n\r\n", 400 },
        { "a trailer with NUL", $"{Trailer}X-A: \0\r\n\r\n", 400 },
        { "300 trailers", Trailer + string.Concat(Enumerable.Range(0, 300).Select(index => $"X-{index}: b\r\n")) + "\r\n", 431 },
        { "a trailer of 70 KB", $"{Trailer}X-A: {new string('b', 70_000)}\r\n\r\n", 431 },
        { "more than 64 KB", $"{70_000:x}\r\n{new string('b', 70_000)}\r\n0\r\n\r\n", 413 },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_broken_body_has_its_status_in_the_form_of_the_address(string what, string body, int status)
    {
        foreach (var (path, type, form) in new[]
        {
            ("/oauth2/token", Form, "{\"error\":\"invalid_request\"}"),
            ("/oauth2/revoke", Form, "{\"error\":\"invalid_request\"}"),
            ($"/login?{Browser.Query()}", Form, "<!doctype html>"),
            ("/_local/clock", "application/json", "{\"error\":\"The request is not valid HTTP"),
        })
        {
            var answer = await RawHttp.SendAsync(pool.Server.BaseAddress, $"POST {path}", $"Content-Type: {type}\r\nTransfer-Encoding: chunked\r\n", body);
            answer.Status.ShouldBe(status, $"{what} at {path}");
            answer.Body.ShouldStartWith(form, customMessage: $"{what} at {path}");
        }
    }

    [Theory]
    [InlineData("GET /oauth2/authorize")]
    [InlineData("GET /logout")]
    public async Task A_control_character_in_the_query_is_passed_on_percent_encoded(string line)
    {
        var answer = await RawHttp.SendAsync(pool.Server.BaseAddress, $"{line}?{Browser.Query()}&x=\u0001", "", "");

        answer.Status.ShouldBeOneOf(302, 400);
    }

    [Theory]
    [InlineData("charset=utf-8", 200)]
    [InlineData("charset=\"utf-8\"", 200)]
    [InlineData("charset=ISO-8859-1", 200)]
    [InlineData("charset=klingon", 200)]
    [InlineData("charset=utf-7", 400)]
    [InlineData(";;=", 400)]
    public async Task A_forms_charset_is_understood_or_refused(string charset, int status)
    {
        var headers = $"Content-Type: {Form}; {charset}\r\nContent-Length: {Credentials.Length}\r\n";
        var answer = await RawHttp.SendAsync(pool.Server.BaseAddress, "POST /oauth2/token", headers, Credentials);
        answer.Status.ShouldBe(status, answer.Body);
    }

    [Theory]
    [InlineData("&scope=a%00b&x=%00&y=%01%1f")]
    [InlineData("&scope=%ED%A0%80")]
    [InlineData("&scope=%FF%FE")]
    [InlineData("&scope=%zz&y=%")]
    [InlineData("&\u0001=\u0000\u00ff")]
    [InlineData("&=&==&&&")]
    public async Task Odd_characters_in_a_form_are_no_fault_of_the_server(string more)
    {
        foreach (var path in new[] { "/oauth2/token", "/oauth2/revoke", $"/login?{Browser.Query()}" })
        {
            var body = Credentials + more;
            var answer = await RawHttp.SendAsync(pool.Server.BaseAddress, $"POST {path}", $"Content-Type: {Form}\r\nContent-Length: {body.Length}\r\n", body);
            answer.Status.ShouldBeInRange(200, 499, path);
        }
    }

    [Theory]
    [InlineData("client_id=%00")]
    [InlineData("client_id=%zz&x=%e")]
    [InlineData("state=%ED%A0%80&nonce=%FF%00%01")]
    [InlineData("state=a%0d%0aX-A:+b")]
    [InlineData("state=\"<>^`{|}")]
    [InlineData("max_age=99999999999999")]
    [InlineData("resource=https%3A%2F%2F%5B")]
    [InlineData("login_hint=%00%1f%ED%A0%80")]
    public async Task Odd_characters_in_a_query_are_no_fault_of_the_server(string more)
    {
        foreach (var path in new[] { "/oauth2/authorize", "/login", "/logout" })
        {
            foreach (var query in new[] { more, $"{Browser.Query(("state", null))}&{more}" })
            {
                var answer = await RawHttp.SendAsync(pool.Server.BaseAddress, $"GET {path}?{query}", "", "");
                answer.Status.ShouldBeInRange(200, 499, path);
                answer.Head.ShouldNotContain("\nX-A");
            }
        }
    }

    [Theory]
    [InlineData("""{"user":"\ud800","client":"web-client"}""")]
    [InlineData("""{"client":"\udfff"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"client":"web-client","user":"alice","claims":{"\ud800":"x"}}""")]
    [InlineData("""{"client":"web-client","user":"alice","claims":{"a":{"b":["\ud800"]}}}""")]
    [InlineData("""{"client":"web-client","user":"alice","scopes":["\ud800"]}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Odd_json_for_the_control_api_is_refused(string body)
    {
        var answer = await RawHttp.SendAsync(
            pool.Server.BaseAddress, "POST /_local/tokens", $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n", body);
        answer.Status.ShouldBe(400);
        answer.Body.ShouldStartWith("{\"error\":");
    }

    [Theory]
    [InlineData("/logout?client_id=web-client&logout_uri=http%3A%2F%2Flocalhost%3A5090%2F")]
    [InlineData("/")]
    [InlineData("/health/ready")]
    [InlineData("/_local/requests")]
    [InlineData("/_local/sessions")]
    [InlineData($"/{Pools.PoolId}/.well-known/openid-configuration")]
    public async Task Head_is_answered_wherever_get_is(string path)
    {
        var get = await RawHttp.SendAsync(pool.Server.BaseAddress, $"GET {path}", "", "");
        var head = await RawHttp.SendAsync(pool.Server.BaseAddress, $"HEAD {path}", "", "");
        head.Status.ShouldBe(get.Status);
        head.Body.ShouldBeEmpty();
    }
}
