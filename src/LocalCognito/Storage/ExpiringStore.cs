using System.Diagnostics.CodeAnalysis;

namespace Modular.LocalCognito.Storage;

/// <summary>Values that end on their own, and never more of them than its capacity: the oldest give way.</summary>
internal sealed class ExpiringStore<T>
    where T : class
{
    private readonly Lock _changing = new();
    private readonly Dictionary<string, LinkedListNode<Kept<T>>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<Kept<T>> _byAge = new();
    private readonly TimeProvider _clock;
    private readonly int _capacity;
    private readonly IShelf<T> _shelf;

    public ExpiringStore(TimeProvider clock, int capacity, IShelf<T> shelf)
    {
        (_clock, _capacity, _shelf) = (clock, capacity, shelf);
        foreach (var kept in shelf.Load())
            _byKey[kept.Key] = _byAge.AddLast(kept);
        MakeRoom(capacity);
    }

    public void Add(string key, T value, DateTimeOffset expiresAt)
    {
        lock (_changing)
        {
            Drop(key);
            MakeRoom(_capacity - 1);
            var kept = new Kept<T>(key, value, expiresAt);
            _shelf.Put(kept);
            _byKey[key] = _byAge.AddLast(kept);
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

    public IReadOnlyList<Kept<T>> All()
    {
        lock (_changing)
            return [.. _byAge.Where(IsLive)];
    }

    /// <summary>Says that a value has changed in itself.</summary>
    public void Changed(string key)
    {
        lock (_changing)
        {
            if (_byKey.TryGetValue(key, out var node))
                _shelf.Put(node.Value);
        }
    }

    /// <summary>False if there was none.</summary>
    public bool Remove(string key)
    {
        lock (_changing)
            return Drop(key);
    }

    private bool IsLive(Kept<T> kept) => kept.ExpiresAt > _clock.GetUtcNow();

    private void MakeRoom(int most)
    {
        while (_byAge.First is { } oldest && (_byAge.Count > most || !IsLive(oldest.Value)))
            Drop(oldest.Value.Key);
    }

    private bool Drop(string key)
    {
        if (!_byKey.Remove(key, out var node))
            return false;
        _byAge.Remove(node);
        _shelf.Remove(key);
        return true;
    }
}
