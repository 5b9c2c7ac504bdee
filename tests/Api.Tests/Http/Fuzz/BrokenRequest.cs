using System.Globalization;
using System.Text;

namespace Modular.Api.Tests.Http.Fuzz;

/// <summary>
/// A request that is broken in a few ways: as a line, in its headers, in how its body is framed, as JSON, or by single bytes. The same seed
/// and number make the same request.
/// </summary>
internal sealed class BrokenRequest
{
    /// <summary>Stands in every invented value, so that an answer which repeats it is noticed.</summary>
    public const string Mark = "zq7vK";

    private static readonly string[] Methods =
        ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW", "get", "Delete", "PRI", Mark, "G\u0000T", "", "POST\t", new('A', 300)];

    private static readonly string[] Versions = ["HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "http/1.1", "HTTP/1.1 ", "", "HTTP/11", "HTTP/1.\u00ff"];

    private static readonly string[] Values =
    [
        "", "*", "\"", "\"\"", "W/\"x\"", "\"1\"", "\"1\", *", "0", "-1", "+1", "01", "1.0", "1e400", "99999999999999999999", "\u00ff", "\u00c3\u00a9", "\u0000",
        "\u0001", "a,b", ",,,", "a;b=c", "a;b", ";;", "utf-7", "null", "bytes=0-1", "bytes=9-1", "identity", "gzip", "chunked", "close", "keep-alive",
        "100-continue", "text/html", "application/json;q=0", "application/json; charset=\"utf-8\"", "application/json; charset=utf-7",
        "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=\"utf-8\"", "multipart/form-data", "text/plain",
        "multipart/form-data; boundary=\"" + Mark + "\"", "Basic eDp5", "Basic " + Mark, "Basic //79", "Bearer", "Bearer ", "Bearer " + Mark, "Bearer a.b.c", "bearer\ta", "DPoP x",
        "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6Im1pcnJvcmVkIn0.e30.AA", "Bearer eyJhbGciOiJub25lIn0.e30.", "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6Ilx1ZDgwMCJ9.e30.AA",
        "Bearer W10.W10.W10", "Bearer bnVsbA.bnVsbA.AA", "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6N30.eyJleHAiOjFlOTl9.AA", "Bearer ....", "Bearer a.b.c, Bearer d.e.f", "W/\"", "\"a,b\", *", "*, \"1\"",
        "\"x\"y", "gzip;q=0, identity;q=0", "200-ok", "chunks-99999999", "application/json; charset=utf-8; charset=utf-7", "application/*+json", "text/json; charset=\"", "bytes=-1, 5-", "xn--a", "[::1", "a:0",
        "u:p@x", "+2", "0x2", "00", "1, 1", "99999999999999999999, 1", "http://" + Mark, "null, null", "%00", "%", "%zz", "%c0%af", "\u202e", Mark, new('a', 4000), new('"', 200), new(',', 500),
    ];

    private static readonly string[] Names =
    [
        "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Connection", "Content-Encoding", "Content-Length", "Content-Range",
        "Content-Type", "Content-Language", "Content-Location", "Cookie", "DPoP", "Expect", "Forwarded", "From", "Host", "Idempotency-Key", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range",
        "If-Unmodified-Since", "Keep-Alive", "Last-Event-ID", "Max-Forwards", "Origin", "Pragma", "Proxy-Authorization", "Range", "Referer", "Sec-Fetch-Site",
        "Sec-WebSocket-Key", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "Via", "X-Amz-Target", "X-Forwarded-For", "X-Forwarded-Host",
        "X-Forwarded-Proto", "X-HTTP-Method-Override", "traceparent", "tracestate", "baggage", ":authority", "X Y", "X\u00ff", "", Mark,
    ];

    private static readonly string[] Targets =
    [
        "*", "/", "//", "", "?", "#", "x:80", "http://x/", "http://" + Mark + ":99999/", "/.", "/..", "/%00", "/%2e%2e/", "/\u00ff", "\\", "/" + new string('a', 9000),
        "/" + Mark, "/api/", "/%", "/a?b#c", "https://x/api/orders", "http://u:p@localhost/api/orders", "http://[::1]/", "HTTP://localhost/", "/%61pi/orders", "/api/./orders", "/api/orders/%2e%2e/profile",
        "/api/orders/1;v=1", "/api/orders/%31", "/api/orders/1%2fcancel", "/api/orders/%ed%a0%80", "/?a=%00&a=%ff", "/.well-known/oauth-protected-resource/%ff",
    ];

    private static readonly string[] Json =
    [
        "null", "true", "[]", "{}", "\"\"", "\"" + Mark + "\"", "0", "-0", "1.0", "1e400", "-1", "99999999999999999999999", "\"\\u0000\"", "\"\\ud800\"", "\"\u00ff\"", "NaN",
        "\"\u0000\"", "[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":1}}}", "/**/", ",", "}", "\u00ef\u00bb\u00bf", "\"\\", "\"a\":1,\"a\":2", "'a'", "1E+400", "-", "tru", "\"\\u00\"", "\"\\x41\"", "\"\\ud83d\\ude00\"", "\u00ff\u00fe", "//c\n", "{\"\\ud800\":1}", "{\"$ref\":\"1\"}",
        new('[', 80), "{\"claims\":{\"a\":1,\"a\":2}}", "{\"claims\":{\"a\":\"\\udfff\"}}", "\"" + new string('a', 3000) + "\"",
    ];

    private static readonly string[] ChunkSizes =
        ["FFFFFFFFFFFFFFFF", "7FFFFFFF", "80000000", "-1", "0x2", "", "g", "2;" + new string('a', 5000), "2;\u00ff\"", " 2", "2 ", "00000000000000002"];

    private static readonly string[] Trailers =
        ["X: y\r\n", "no colon\r\n", "X: \u00ff\r\n", "X: \u0000\r\n", "Content-Length: 5\r\n", "X: " + new string('a', 40_000) + "\r\n", " folded\r\n", "Transfer-Encoding: chunked\r\n"];

    private readonly Dice _dice;
    private readonly List<string> _headers;
    private string _method;
    private string _target;
    private string _version = "HTTP/1.1";
    private string? _body;

    private BrokenRequest(Dice dice, FuzzSeed seed)
    {
        _dice = dice;
        (_method, _target, _body, _headers) = (seed.Method, seed.Target, seed.Body, ["Host: localhost", .. seed.Headers]);
    }

    /// <summary>The request with this number.</summary>
    /// <param name="seeds">The good requests.</param>
    /// <param name="seed">The run.</param>
    /// <param name="number">The number in the run.</param>
    public static (byte[] Bytes, bool IsHead) Make(IReadOnlyList<FuzzSeed> seeds, int seed, int number)
    {
        var dice = new Dice(((ulong)seed << 32) | (uint)number);
        var request = new BrokenRequest(dice, seeds[dice.Next(seeds.Count)]);
        for (var i = dice.Next(1, 4); i > 0; i--)
        {
            request.Break();
        }

        return (request.Write(), request._method == "HEAD");
    }

    /// <summary>The good request itself.</summary>
    public static byte[] Whole(FuzzSeed seed) => Encoding.Latin1.GetBytes(
        $"{seed.Method} {seed.Target} HTTP/1.1\r\nHost: localhost\r\n{string.Concat(seed.Headers.Select(header => header + "\r\n"))}"
        + $"Content-Length: {Printed(seed.Body?.Length ?? 0)}\r\nConnection: close\r\n\r\n{seed.Body}");

    private static string Printed(int number) => number.ToString(CultureInfo.InvariantCulture);

    private T Any<T>(IReadOnlyList<T> list) => list[_dice.Next(list.Count)];

    private void Break()
    {
        switch (_dice.Next(12))
        {
            case 0:
                _method = Any(Methods);
                break;
            case 1:
                _version = Any(Versions);
                break;
            case 2:
                _target = _dice.Next(3) == 0 ? Any(Targets) : Spliced(_target, Any(Values));
                break;
            case 3:
                _target += (_target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + Any(["limit", "status", "sort", "after", "access_token", Mark]) + "=" + Any(Values);
                break;
            case 4:
                _headers.Insert(_dice.Next(_headers.Count + 1), $"{Any(Names)}{Any([": ", ":", " : ", ""])}{Any(Values)}");
                break;
            case 5:
                _headers.RemoveAt(_dice.Next(_headers.Count));
                _headers.Add("X: y");
                break;
            case 6:
                _headers.Add(Any(_headers));
                break;
            case 7:
                var at = _dice.Next(_headers.Count);
                _headers[at] = Spliced(_headers[at], Any(Values));
                break;
            case 8:
                _headers.AddRange(Enumerable.Range(0, _dice.Next(1, 130)).Select(i => $"X{Printed(i)}: {Mark}"));
                break;
            case 9 or 10:
                _body = _dice.Next(4) == 0 ? Any(Json) : Spliced(_body ?? "{}", Any(Json));
                break;
            default:
                _body = _body is { Length: > 0 } whole ? whole[.._dice.Next(whole.Length)] : Any(Values);
                break;
        }
    }

    // In place of a part of the text, or between two of its characters.
    private string Spliced(string text, string value)
    {
        var from = _dice.Next(text.Length + 1);
        var to = _dice.Next(2) == 0 ? from : _dice.Next(from, text.Length + 1);
        return text[..from] + value + text[to..];
    }

    private byte[] Write()
    {
        var framed = Framed();
        var text = $"{_method} {_target} {_version}\r\n{string.Join("\r\n", _headers)}\r\n{framed}";
        var bytes = Encoding.Latin1.GetBytes(text);
        if (_dice.Next(10) == 0 && bytes.Length > 0)
        {
            for (var i = _dice.Next(1, 4); i > 0; i--)
            {
                bytes[_dice.Next(bytes.Length)] = (byte)_dice.Next(256);
            }
        }

        return bytes;
    }

    // The header that frames the body, the empty line, and the body.
    private string Framed()
    {
        if (_body is null)
        {
            return "\r\n";
        }

        switch (_dice.Next(10))
        {
            case 0:
                return $"Content-Length: {Any(["-1", "99999999999999999999", "70000", "1", "2, 2", "+2", "0x2", "", "\u00ff"])}\r\n\r\n{_body}";
            case 1:
                return $"Content-Length: {Printed(_body.Length)}\r\nTransfer-Encoding: chunked\r\n\r\n{Chunks()}";
            case 2:
                return $"Transfer-Encoding: {Any(["gzip, chunked", "chunked, chunked", "identity", "gzip", "xchunked", "\"chunked\"", ""])}\r\n\r\n{Chunks()}";
            case 3:
                return $"Transfer-Encoding: chunked\r\n\r\n{Any(ChunkSizes)}\r\n{_body}\r\n0\r\n\r\n";
            case 4:
                return $"Transfer-Encoding: chunked\r\n\r\n{Printed16(_body.Length)}\r\n{_body}\r\n0\r\n{Any(Trailers)}\r\n";
            case 5:
                return $"Transfer-Encoding: chunked\r\n\r\n{Chunks()}";
            default:
                return $"Content-Length: {Printed(_body.Length)}\r\n\r\n{_body}";
        }
    }

    private string Chunks()
    {
        var chunks = new StringBuilder();
        foreach (var part in _body!.Chunk(_dice.Next(1, 40)))
        {
            chunks.Append(Printed16(part.Length)).Append("\r\n").Append(part).Append("\r\n");
        }

        return chunks.Append("0\r\n\r\n").ToString();
    }

    private static string Printed16(int length) => length.ToString("x", CultureInfo.InvariantCulture);
}
