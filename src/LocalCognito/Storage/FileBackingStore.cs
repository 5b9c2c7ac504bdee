using System.Text.Json.Serialization.Metadata;

namespace Modular.LocalCognito.Storage;

/// <summary>
/// One small file a value, so that no change ever rewrites another value. Keys are digests or UUIDs, never values that a client could use.
/// </summary>
internal sealed class FileBackingStore<T, TRecord>(
    DataFolder folder,
    string name,
    JsonTypeInfo<StoredRecord<TRecord>> type,
    Func<T, TRecord> file,
    Func<TRecord, T?> read) : IBackingStore<T>
    where T : class
    where TRecord : class
{
    /// <summary>Drops the values of people and clients that the pool file no longer has.</summary>
    public IReadOnlyList<StoreEntry<T>> Load()
    {
        var entries = new List<StoreEntry<T>>();
        foreach (var key in folder.List(name))
        {
            var record = folder.Read(At(key), type)!;
            if (record.Value is null)
            {
                throw folder.Damaged(At(key));
            }

            if (read(record.Value) is { } value)
            {
                entries.Add(new StoreEntry<T>(key, value, record.ExpiresAt));
            }
            else
            {
                Remove(key);
            }
        }

        return [.. entries.OrderBy(entry => entry.ExpiresAt)];
    }

    public void Put(StoreEntry<T> entry) => folder.Write(At(entry.Key), new StoredRecord<TRecord>(entry.ExpiresAt, file(entry.Value)), type);

    public void Remove(string key) => folder.Delete(At(key));

    private string At(string key) => Path.Combine(name, key);
}

/// <summary>A value as it stands in its file; none if that is damaged.</summary>
internal sealed record StoredRecord<TRecord>(DateTimeOffset ExpiresAt, TRecord? Value)
    where TRecord : class;
