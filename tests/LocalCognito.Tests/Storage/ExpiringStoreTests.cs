using Microsoft.Extensions.Time.Testing;
using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Tests.Storage;

public sealed class ExpiringStoreTests
{
    private readonly FakeTimeProvider _clock = new();

    private ExpiringStore<string> Store(int capacity) => new(_clock, capacity, new NoBackingStore<string>());

    private DateTimeOffset In(int seconds) => _clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);

    [Fact]
    public void It_never_holds_more_than_its_capacity_and_the_oldest_give_way()
    {
        var store = Store(capacity: 3);
        for (var index = 0; index < 10; index++)
        {
            store.Add($"key{index}", $"value{index}", In(60));
        }

        store.All().Select(kept => kept.Value).ShouldBe(["value7", "value8", "value9"]);
        store.TryFind("key6", out _).ShouldBeFalse();
        store.TryFind("key7", out _).ShouldBeTrue();
    }

    [Fact]
    public void What_has_expired_is_neither_found_nor_listed()
    {
        var store = Store(capacity: 3);
        store.Add("short", "1", In(10));
        store.Add("long", "2", In(20));
        _clock.Advance(TimeSpan.FromSeconds(10));
        store.TryFind("short", out _).ShouldBeFalse();
        store.All().Select(kept => kept.Key).ShouldBe(["long"]);
    }

    [Fact]
    public void The_same_key_takes_the_place_of_itself()
    {
        var store = Store(capacity: 2);
        store.Add("key", "1", In(10));
        store.Add("key", "2", In(10));
        store.All().Select(kept => kept.Value).ShouldBe(["2"]);
    }
}
