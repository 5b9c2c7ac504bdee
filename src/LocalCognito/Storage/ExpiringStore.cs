using System.Diagnostics.CodeAnalysis;

namespace Modular.LocalCognito.Storage;

/// <summary>Values that end on their own, and never more of them than its capacity: the oldest give way.</summary>
internal sealed class ExpiringStore<T>
    where T : class
{
    private readonly Lock _changing = new();
    private readonly Dictionary<string, LinkedListNode<StoreEntry<T>>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<StoreEntry<T>> _byAge = new();
    private readonly TimeProvider _time;
    private readonly int _capacity;
    private readonly IBackingStore<T> _backing;

    public ExpiringStore(TimeProvider time, int capacity, IBackingStore<T> backing)
    {
        (_time, _capacity, _backing) = (time, capacity, backing);
        foreach (var entry in backing.Load())
        {
            _byKey[entry.Key] = _byAge.AddLast(entry);
        }

        MakeRoom(capacity);
    }

    public void Add(string key, T value, DateTimeOffset expiresAt)
    {
        lock (_changing)
        {
            Drop(key);
            MakeRoom(_capacity - 1);
            var entry = new StoreEntry<T>(key, value, expiresAt);
            _backing.Put(entry);
            _byKey[key] = _byAge.AddLast(entry);
        }
    }

    public bool TryFind(string key, [NotNullWhen(true)] out T? value)
    {
        lock (_changing)
        {
            var found = _byKey.TryGetValue(key, out var node) && IsLive(node.Value);
            value = found ? node!.Value.Value : null;
            return found;
        }
    }

    public IReadOnlyList<StoreEntry<T>> All()
    {
        lock (_changing)
        {
            return [.. _byAge.Where(IsLive)];
        }
    }

    /// <summary>Says that a value has changed in itself.</summary>
    public void Changed(string key)
    {
        lock (_changing)
        {
            if (_byKey.TryGetValue(key, out var node))
            {
                _backing.Put(node.Value);
            }
        }
    }

    /// <summary>False if there was none.</summary>
    public bool Remove(string key)
    {
        lock (_changing)
        {
            return Drop(key);
        }
    }

    private bool IsLive(StoreEntry<T> entry) => entry.ExpiresAt > _time.GetUtcNow();

    private void MakeRoom(int most)
    {
        while (_byAge.First is { } oldest && (_byAge.Count > most || !IsLive(oldest.Value)))
        {
            Drop(oldest.Value.Key);
        }
    }

    private bool Drop(string key)
    {
        if (!_byKey.Remove(key, out var node))
        {
            return false;
        }

        _byAge.Remove(node);
        _backing.Remove(key);
        return true;
    }
}
