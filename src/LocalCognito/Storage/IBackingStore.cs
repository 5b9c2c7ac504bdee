namespace Modular.LocalCognito.Storage;

/// <summary>Where a store's values outlive the program.</summary>
internal interface IBackingStore<T>
    where T : class
{
    /// <summary>The values of an earlier run, soonest to expire first.</summary>
    IReadOnlyList<StoreEntry<T>> Load();

    /// <summary>When it returns, the value survives the end of the program, however that ends.</summary>
    void Put(StoreEntry<T> entry);

    void Remove(string key);
}

/// <summary>A value of a store, with the key it is found by.</summary>
internal sealed record StoreEntry<T>(string Key, T Value, DateTimeOffset ExpiresAt)
    where T : class;
