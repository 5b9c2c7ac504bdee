using System.Text.Json.Serialization.Metadata;

namespace Modular.LocalCognito.Storage;

/// <summary>
/// One small file a value, so that no change ever rewrites another value. Keys are digests or UUIDs, never what a client could use.
/// </summary>
internal sealed class FileShelf<T, TRecord>(
    DataFolder folder,
    string name,
    JsonTypeInfo<Filed<TRecord>> type,
    Func<T, TRecord> file,
    Func<TRecord, T?> read) : IShelf<T>
    where T : class
    where TRecord : class
{
    /// <summary>What belongs to a person or a client that the pool file no longer has is forgotten.</summary>
    public IReadOnlyList<Kept<T>> Load()
    {
        var kept = new List<Kept<T>>();
        foreach (var key in folder.List(name))
        {
            var filed = folder.Read(At(key), type)!;
            if (filed.Value is null)
                throw folder.Damaged(At(key));
            if (read(filed.Value) is { } value)
                kept.Add(new Kept<T>(key, value, filed.ExpiresAt));
            else
                Remove(key);
        }

        return [.. kept.OrderBy(one => one.ExpiresAt)];
    }

    public void Put(Kept<T> kept) => folder.Write(At(kept.Key), new Filed<TRecord>(kept.ExpiresAt, file(kept.Value)), type);

    public void Remove(string key) => folder.Delete(At(key));

    private string At(string key) => Path.Combine(name, key);
}

/// <summary>A value as it stands in its file; none if that is damaged.</summary>
internal sealed record Filed<TRecord>(DateTimeOffset ExpiresAt, TRecord? Value)
    where TRecord : class;
