namespace Modular.LocalCognito.Storage;

/// <summary>Everything ends with the program: the default.</summary>
internal sealed class NoBackingStore<T> : IBackingStore<T>
    where T : class
{
    public IReadOnlyList<StoreEntry<T>> Load() => [];

    public void Put(StoreEntry<T> entry)
    {
    }

    public void Remove(string key)
    {
    }
}
