using System.Collections.Concurrent;

namespace Modular.LocalCognito.Control;

/// <summary>Failures and delays that a test has ordered, by path.</summary>
internal sealed class OrderedFaults
{
    private const int Most = 100;

    // Routes ignore case, and a fault must not miss its endpoint by it.
    private readonly ConcurrentDictionary<string, Fault> _byPath = new(StringComparer.OrdinalIgnoreCase);

    public bool IsFull => _byPath.Count >= Most;

    /// <summary>A later order for the same path takes the place of the earlier one.</summary>
    public void Order(string path, Fault fault) => _byPath[path] = fault;

    public void Clear() => _byPath.Clear();

    /// <summary>The fault for this call, if one is left; counts it.</summary>
    public Fault? Take(string path)
    {
        if (!_byPath.TryGetValue(path, out var fault))
        {
            return null;
        }

        if (fault.TryUse())
        {
            return fault;
        }
        // Only this one: another may have been ordered meanwhile.
        _byPath.TryRemove(KeyValuePair.Create(path, fault));
        return null;
    }
}
