using System.Diagnostics.CodeAnalysis;

namespace Modular.LocalCognito.Storage;

/// <summary>Values that end on their own, and never more of them than <paramref name="capacity"/>: the oldest give way.</summary>
internal sealed class ExpiringStore<T>(TimeProvider clock, int capacity)
    where T : class
{
    private readonly Lock _changing = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byAge = new();

    public void Add(string key, T value, DateTimeOffset expiresAt)
    {
        lock (_changing)
        {
            Drop(key);
            while (_byAge.First is { } oldest && (_byAge.Count >= capacity || oldest.Value.ExpiresAt <= clock.GetUtcNow()))
                Drop(oldest.Value.Key);
            _byKey[key] = _byAge.AddLast(new Entry(key, value, expiresAt));
        }
    }

    public bool TryFind(string key, [NotNullWhen(true)] out T? value)
    {
        lock (_changing)
        {
            var found = _byKey.TryGetValue(key, out var node) && node.Value.ExpiresAt > clock.GetUtcNow();
            value = found ? node!.Value.Value : null;
            return found;
        }
    }

    public void Remove(string key)
    {
        lock (_changing)
            Drop(key);
    }

    private void Drop(string key)
    {
        if (_byKey.Remove(key, out var node))
            _byAge.Remove(node);
    }

    private sealed record Entry(string Key, T Value, DateTimeOffset ExpiresAt);
}
