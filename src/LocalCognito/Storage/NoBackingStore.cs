namespace Modular.LocalCognito.Storage;

/// <summary>Everything ends with the program: the default.</summary>
internal sealed class NoShelf<T> : IShelf<T>
    where T : class
{
    public IReadOnlyList<Kept<T>> Load() => [];

    public void Put(Kept<T> kept)
    {
    }

    public void Remove(string key)
    {
    }
}
