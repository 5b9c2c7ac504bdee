using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Modular.Infrastructure.Identity.Cognito;
using Modular.Infrastructure.Identity.Keys;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>A mirrored key set (SECURITY rule 9).</summary>
public sealed class JwksFileTests : IClassFixture<SigningKeys>, IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SigningKeys _keys;
    private readonly PoolKeys _pool = new();
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly FakeLogger _log = new();
    private readonly JwksCache _source;

    public JwksFileTests(SigningKeys keys)
    {
        _keys = keys;
        _pool.Publish("k1", keys.Ours);
        Write(_pool.Jwks());
        _source = new JwksCache(new JwksFile(_path, _clock, _log), TimeSpan.FromHours(1), _clock, NullLogger.Instance);
    }

    // The name is known on Linux alone.
    private static string Owner => OperatingSystem.IsLinux() ? $", {Environment.UserName}," : "";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _pool.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public async Task Keys_come_from_the_file() => (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();

    [Fact]
    public async Task A_new_key_is_found_within_the_request_that_brings_it()
    {
        await _source.FindAsync("k1", "RS256", Cancelled);
        _pool.Publish("k2", _keys.Strangers);
        Write(_pool.Jwks());
        _clock.Advance(Second);

        (await _source.FindAsync("k2", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
    }

    [Fact]
    public async Task A_key_that_left_the_file_ends_with_the_next_look_at_it()
    {
        await _source.FindAsync("k1", "RS256", Cancelled);
        _pool.Publish("k2", _keys.Strangers);
        _pool.Withdraw("k1");
        Write(_pool.Jwks());
        _clock.Advance(Second);
        _source.RefreshAfter.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(5));
        await _source.RefreshAsync(Cancelled);
        _clock.Advance(Second);

        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Unknown>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("half of a f")]
    public async Task Bad_content_keeps_the_last_good_set(string content)
    {
        await _source.FindAsync("k1", "RS256", Cancelled);
        Write(content);
        _clock.Advance(Second);
        await _source.RefreshAsync(Cancelled);

        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
    }

    [Fact]
    public async Task A_private_key_in_the_file_is_bad_content()
    {
        Write(_pool.Jwks().Replace("\"kty\":", "\"d\":\"AQAB\",\"kty\":", StringComparison.Ordinal));

        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Unavailable>();
    }

    [Theory]
    [InlineData("utf-8 with its mark")]
    [InlineData("utf-16")]
    [InlineData("utf-16 without its mark")]
    [InlineData("utf-16, big end first")]
    [InlineData("carriage returns")]
    [InlineData("a comma behind the last member")]
    [InlineData("a remark")]
    [InlineData("a single key")]
    [InlineData("the same key twice")]
    public async Task A_file_is_read_as_peoples_tools_write_it(string form)
    {
        var jwks = _pool.Jwks();
        var key = jwks[(jwks.IndexOf('[', StringComparison.Ordinal) + 1)..jwks.LastIndexOf(']')];
        File.WriteAllBytes(_path, form switch
        {
            "utf-8 with its mark" => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(jwks)],
            "utf-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(jwks)],
            "utf-16 without its mark" => Encoding.Unicode.GetBytes(jwks),
            "utf-16, big end first" => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(jwks)],
            "carriage returns" => Encoding.UTF8.GetBytes($"\r\n{jwks.Replace(",", ",\r\n", StringComparison.Ordinal)}\r\n"),
            "a comma behind the last member" => Encoding.UTF8.GetBytes($$"""{"keys":[{{key[..^1]}},},]}"""),
            "a remark" => Encoding.UTF8.GetBytes("// mirrored every hour\n" + jwks),
            "a single key" => Encoding.UTF8.GetBytes(key),
            _ => Encoding.UTF8.GetBytes($$"""{"keys":[{{key}},{{key}}]}"""),
        });

        JwksFile.WhatIsWrong(_path).ShouldBeNull();
        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
    }

    [Theory]
    [InlineData("", "is empty:")]
    [InlineData("\ufeff \n", "is empty:")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n", "is a key or certificate in PEM form, and no JWKS:")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIB\n", "is a private key in PEM form, which must not be here at all, and no JWKS:")]
    [InlineData("<!doctype html>", "is a web page or XML, and no JWKS:")]
    [InlineData("""{"issuer":"https://login.example","jwks_uri":"https://login.example/keys"}""", "is the provider's metadata, and no JWKS, whose address stands in its jwks_uri:")]
    [InlineData("keys:\n- kty: RSA\n", "is no JWKS of public RSA keys of 2048 bits or more: it is no JSON;")]
    [InlineData("""{"keys":[]}""", "is no JWKS of public RSA keys of 2048 bits or more: its list of keys is empty;")]
    [InlineData("""[{"kty":"RSA"}]""", "is no JWKS of public RSA keys of 2048 bits or more: it is no JSON object with a list named keys;")]
    [InlineData("""{"keys":[{"kty":"oct","kid":"h","k":"c2VjcmV0"}]}""", "is no JWKS of public RSA keys of 2048 bits or more: none of its keys can be used (h: it holds its private half, so every reader of the key set could sign with it);")]
    public void A_file_that_is_something_else_is_refused_by_what_it_looks_like(string content, string sentence)
    {
        Write(content);

        JwksFile.WhatIsWrong(_path).ShouldNotBeNull().ShouldStartWith(sentence);
    }

    [Fact]
    public async Task A_file_with_a_key_that_no_pool_has_is_refused_beside_good_ones()
    {
        Write(_pool.Jwks().Replace("[", """[{"kty":"oct","kid":"h","k":"c2VjcmV0"},""", StringComparison.Ordinal));
        JwksFile.WhatIsWrong(_path).ShouldNotBeNull().ShouldStartWith("holds the key 'h', which may not be used: ");
        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Unavailable>();

        // The example of RFC 7517, appendix A.1.
        Write(_pool.Jwks().Replace(
            "[",
            """[{"kty":"EC","crv":"P-256","kid":"1","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"},""",
            StringComparison.Ordinal));
        JwksFile.WhatIsWrong(_path).ShouldBe("holds a key that is no RSA key, and a pool has no others: mirror the pool's jwks.json to it");
    }

    [Fact]
    public void A_file_of_other_bytes_is_refused_by_what_it_looks_like()
    {
        File.WriteAllBytes(_path, [0x1f, 0x8b, 8, 0, 0]);
        JwksFile.WhatIsWrong(_path).ShouldNotBeNull().ShouldStartWith("is compressed by gzip, and no JWKS:");
        File.WriteAllBytes(_path, [0x30, 0x82, 1, 0x0a, 2]);
        JwksFile.WhatIsWrong(_path).ShouldNotBeNull().ShouldStartWith("is no text, and no JWKS:");
    }

    [Fact]
    public void A_file_may_have_512_KB_and_no_byte_more()
    {
        Write(_pool.Jwks().PadRight(512 * 1024));
        JwksFile.WhatIsWrong(_path).ShouldBeNull();
        Write(_pool.Jwks().PadRight((512 * 1024) + 1));
        JwksFile.WhatIsWrong(_path).ShouldBe("is larger than 512 KB: that is no key set");
    }

    [Fact]
    public void A_file_with_a_good_key_and_one_that_may_not_be_used_is_refused()
    {
        Write(_pool.Jwks().Replace("[", """[{"kty":"oct","kid":"h","k":"c2VjcmV0"},""", StringComparison.Ordinal));

        JwksFile.WhatIsWrong(_path).ShouldBe(
            "holds the key 'h', which may not be used: it holds its private half, so every reader of the key set could sign with it; mirror the pool's jwks.json to it");
    }

    [Fact]
    public void A_file_with_a_good_key_and_one_that_is_no_RSA_key_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        Write(_pool.Jwks().Replace(
            "[",
            $$"""[{"kty":"EC","crv":"P-256","kid":"e","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"},""",
            StringComparison.Ordinal));

        JwksFile.WhatIsWrong(_path).ShouldBe("holds a key that is no RSA key, and a pool has no others: mirror the pool's jwks.json to it");
    }

    [Fact]
    public void A_file_that_its_writer_has_open_is_read()
    {
        using var writer = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);

        JwksFile.WhatIsWrong(_path).ShouldBeNull();
    }

    [Fact]
    public async Task A_file_that_its_writer_has_locked_is_refused_with_its_owner_named()
    {
        using (new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            JwksFile.WhatIsWrong(_path).ShouldBe($"cannot be read by this process: its owner{Owner} has to allow it, and so must each folder that leads to it");
            (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Unavailable>();
        }
    }

    [Fact]
    public void A_link_that_leads_to_itself_is_refused_without_the_name_of_an_owner()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        File.Delete(_path);
        File.CreateSymbolicLink(_path, _path);

        JwksFile.WhatIsWrong(_path).ShouldBe("cannot be read by this process: its owner has to allow it, and so must each folder that leads to it");
    }

    [Fact]
    public void A_directory_or_a_pipe_is_refused_without_waiting_for_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems do not tell these kinds.");
        JwksFile.WhatIsWrong(Path.GetTempPath()).ShouldNotBeNull().ShouldStartWith("is a directory, and keys are read again and again:");
        File.Delete(_path);
        using (var make = Process.Start("mkfifo", [_path]))
        {
            make.WaitForExit();
        }

        JwksFile.WhatIsWrong(_path).ShouldNotBeNull().ShouldStartWith("is a pipe, and keys are read again and again:");
    }

    [Fact]
    public async Task A_link_that_is_turned_to_another_file_is_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var (link, turned) = (_path + ".link", _path + ".turned");
        File.CreateSymbolicLink(link, _path);
        try
        {
            var source = new JwksCache(new JwksFile(link, _clock, _log), TimeSpan.FromHours(1), _clock, NullLogger.Instance);
            (await source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
            _pool.Publish("k2", _keys.Strangers);
            File.WriteAllText(_path + ".next", _pool.Jwks());
            File.CreateSymbolicLink(turned, _path + ".next");
            File.Move(turned, link, overwrite: true);
            _clock.Advance(Second);

            (await source.FindAsync("k2", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
        }
        finally
        {
            File.Delete(link);
            File.Delete(_path + ".next");
        }
    }

    [Fact]
    public async Task Past_its_age_a_file_decides_nothing()
    {
        File.SetLastWriteTimeUtc(_path, _clock.GetUtcNow().AddMinutes(-59).UtcDateTime);
        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
        _clock.Advance(TimeSpan.FromMinutes(2));

        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Unavailable>();
        _source.HasKeys.ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_is_written_again_is_young_again()
    {
        File.SetLastWriteTimeUtc(_path, _clock.GetUtcNow().AddMinutes(-61).UtcDateTime);
        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Unavailable>();
        File.SetLastWriteTimeUtc(_path, _clock.GetUtcNow().UtcDateTime);
        _clock.Advance(Second);

        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
    }

    [Fact]
    public async Task A_file_that_is_dated_in_the_future_ages_from_the_first_look_at_it_and_is_said_once()
    {
        var date = _clock.GetUtcNow().AddDays(30);
        File.SetLastWriteTimeUtc(_path, date.UtcDateTime);
        await _source.RefreshAsync(Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(59));
        await _source.RefreshAsync(Cancelled);
        _source.HasKeys.ShouldBeTrue();
        _clock.Advance(TimeSpan.FromMinutes(2));
        await _source.RefreshAsync(Cancelled);

        _source.HasKeys.ShouldBeFalse();
        var warning = _log.Collector.GetSnapshot().ShouldHaveSingleItem();
        (warning.Level, warning.Id.Id).ShouldBe((LogLevel.Warning, 1113));
        warning.Message.ShouldStartWith($"The key file {_path} is dated {date:u}, in the future");
        _clock.Advance(Second);
        Write(_pool.Jwks());
        await _source.RefreshAsync(Cancelled);
        _source.HasKeys.ShouldBeTrue();
    }

    [Fact]
    public async Task A_clock_that_is_set_back_gives_no_file_a_negative_age()
    {
        var feed = new JwksFile(_path, _clock, _log);
        (await feed.FetchAsync(Cancelled)).ShouldBeOfType<KeyFetch.Fetched>();
        _clock.AdjustTime(_clock.GetUtcNow().AddHours(-1));

        (await feed.FetchAsync(Cancelled)).ShouldBeOfType<KeyFetch.Fetched>().Age.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task The_clock_of_a_file_server_may_be_a_minute_ahead()
    {
        File.SetLastWriteTimeUtc(_path, _clock.GetUtcNow().AddSeconds(60).UtcDateTime);

        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
        _log.Collector.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task A_file_that_others_may_write_is_refused(UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions.");
#pragma warning disable CA1416 // Said above.
        File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | mode);
#pragma warning restore CA1416

        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Unavailable>();
        JwksFile.WhatIsWrong(_path).ShouldBe($"may be written by its group or by others: its owner{Owner} has to take that permission away (chmod go-w)");
    }

    private void Write(string content)
    {
        File.WriteAllText(_path, content);
        File.SetLastWriteTimeUtc(_path, _clock.GetUtcNow().UtcDateTime);
    }
}
