using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Cognito;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>A mirrored key set (SECURITY rule 9).</summary>
public sealed class KeyFileTests : IClassFixture<SigningKeys>, IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SigningKeys _keys;
    private readonly PoolKeys _pool = new();
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly KeySource _source;

    public KeyFileTests(SigningKeys keys)
    {
        _keys = keys;
        _pool.Publish("k1", keys.Ours);
        Write(_pool.Jwks());
        _source = new KeySource(new KeyFile(_path, _clock), TimeSpan.FromHours(1), _clock, NullLogger.Instance);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _pool.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public async Task Keys_come_from_the_file() => (await _source.FindAsync("k1", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();

    [Fact]
    public async Task A_new_key_is_found_within_the_request_that_brings_it()
    {
        await _source.FindAsync("k1", Cancelled);
        _pool.Publish("k2", _keys.Strangers);
        Write(_pool.Jwks());
        _clock.Advance(Second);

        (await _source.FindAsync("k2", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
    }

    [Fact]
    public async Task A_key_that_left_the_file_ends_with_the_next_look_at_it()
    {
        await _source.FindAsync("k1", Cancelled);
        _pool.Publish("k2", _keys.Strangers);
        _pool.Withdraw("k1");
        Write(_pool.Jwks());
        _clock.Advance(Second);
        _source.RefreshAfter.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(5));
        await _source.RefreshAsync(Cancelled);
        _clock.Advance(Second);

        (await _source.FindAsync("k1", Cancelled)).ShouldBeOfType<KeyAnswer.Unknown>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("half of a f")]
    public async Task Bad_content_keeps_the_last_good_set(string content)
    {
        await _source.FindAsync("k1", Cancelled);
        Write(content);
        _clock.Advance(Second);
        await _source.RefreshAsync(Cancelled);

        (await _source.FindAsync("k1", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
    }

    [Fact]
    public async Task A_private_key_in_the_file_is_bad_content()
    {
        Write(_pool.Jwks().Replace("\"kty\":", "\"d\":\"AQAB\",\"kty\":", StringComparison.Ordinal));

        (await _source.FindAsync("k1", Cancelled)).ShouldBeOfType<KeyAnswer.Unavailable>();
    }

    [Fact]
    public async Task Past_its_age_a_file_decides_nothing()
    {
        File.SetLastWriteTimeUtc(_path, _clock.GetUtcNow().AddMinutes(-59).UtcDateTime);
        (await _source.FindAsync("k1", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
        _clock.Advance(TimeSpan.FromMinutes(2));

        (await _source.FindAsync("k1", Cancelled)).ShouldBeOfType<KeyAnswer.Unavailable>();
        _source.HasKeys.ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_is_written_again_is_young_again()
    {
        File.SetLastWriteTimeUtc(_path, _clock.GetUtcNow().AddMinutes(-61).UtcDateTime);
        (await _source.FindAsync("k1", Cancelled)).ShouldBeOfType<KeyAnswer.Unavailable>();
        File.SetLastWriteTimeUtc(_path, _clock.GetUtcNow().UtcDateTime);
        _clock.Advance(Second);

        (await _source.FindAsync("k1", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
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

        (await _source.FindAsync("k1", Cancelled)).ShouldBeOfType<KeyAnswer.Unavailable>();
        KeyFile.WhatIsWrong(_path).ShouldBe("may be written by its group or by others: take that permission away (chmod go-w)");
    }

    private void Write(string content)
    {
        File.WriteAllText(_path, content);
        File.SetLastWriteTimeUtc(_path, _clock.GetUtcNow().UtcDateTime);
    }
}
