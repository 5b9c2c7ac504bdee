using Modular.Infrastructure.Identity.Keys;

namespace Modular.Infrastructure.Tests.Identity.Keys;

/// <summary>A place of keys that answers what it is told to.</summary>
internal sealed class StubFeed : IJwksSource
{
    private int _fetches;

    public string Place => "https://keys.example/jwks.json";

    public TimeSpan RefreshAfter => TimeSpan.FromMinutes(5);

    public string Renewal => "renew them";

    /// <summary>The result of a fetch.</summary>
    public Func<CancellationToken, Task<KeyFetch>> Next { get; set; } = _ => Task.FromResult<KeyFetch>(new KeyFetch.Failed("nothing yet"));

    public int Fetches => Volatile.Read(ref _fetches);

    public Task<KeyFetch> FetchAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _fetches);
        return Next(cancellationToken);
    }

    public void Bring(KeyFetch fetch) => Next = _ => Task.FromResult(fetch);
}
