using System.Text.Json.Serialization.Metadata;

namespace Modular.LocalCognito.Storage;

/// <summary>Gives each store its backing store: files when a data folder is configured, otherwise none.</summary>
internal sealed class Persistence(DataFolder? folder) : IDisposable
{
    public IBackingStore<T> Open<T, TRecord>(
        string name, JsonTypeInfo<StoredRecord<TRecord>> type, Func<T, TRecord> file, Func<TRecord, T?> read)
        where T : class
        where TRecord : class => folder is null ? new NoBackingStore<T>() : new FileBackingStore<T, TRecord>(folder, name, type, file, read);

    /// <summary>A file of its own; null when there is none, or no data folder.</summary>
    public T? Read<T>(string file, JsonTypeInfo<T> type)
        where T : class => folder?.Read(file, type);

    public void Write<T>(string file, T value, JsonTypeInfo<T> type)
        where T : class => folder?.Write(file, value, type);

    /// <summary>Lets another program have the folder.</summary>
    public void Dispose() => folder?.Dispose();
}
