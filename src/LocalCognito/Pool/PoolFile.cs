using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Modular.LocalCognito.Pool;

/// <summary>Reads a user pool from its JSON file, or refuses with a sentence that names the field.</summary>
internal static class PoolFile
{
    private const int MostBytes = 10 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>The pool that is shipped beside the program.</summary>
    public static string Sample => Path.Combine(AppContext.BaseDirectory, "pool.json");

    /// <param name="path">Absolute, or relative to the working directory.</param>
    /// <param name="edit">Changes the file's content before it is checked; for tests that need their own redirect URIs.</param>
    public static UserPool Read(string path, Action<JsonObject>? edit = null)
    {
        var name = Path.GetFileName(path);
        try
        {
            using var document = JsonDocument.Parse(Text(path), Strict);
            if (edit is null || document.RootElement.ValueKind != JsonValueKind.Object)
                return UserPool.Read(new JsonField(document.RootElement, $"{name}: "));

            var pool = JsonObject.Create(document.RootElement)!;
            edit(pool);
            using var edited = JsonDocument.Parse(pool.ToJsonString(), Strict);
            return UserPool.Read(new JsonField(edited.RootElement, $"{name}: "));
        }
        catch (JsonException error) when (error.LineNumber is null)
        {
            throw new StartRefusedException($"{name} gives a name twice in one object: remove one. {error.Message}", error);
        }
        catch (JsonException error)
        {
            throw new StartRefusedException(
                $"{name} is not valid JSON near line {error.LineNumber + 1}, position {error.BytePositionInLine + 1}: correct it there.", error);
        }
    }

    /// <summary>Without the mark that some editors put at the start of UTF-8, which JSON does not know.</summary>
    private static ReadOnlyMemory<byte> Text(string path)
    {
        var bytes = Bytes(path);
        if (!Utf8.IsValid(bytes))
            throw new StartRefusedException($"LocalCognito:PoolFile '{path}' is not UTF-8: save it as that.");
        return bytes.AsMemory(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0);
    }

    private static byte[] Bytes(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new StartRefusedException($"LocalCognito:PoolFile '{path}' does not exist: give the path of a pool file, or leave it out for the sample pool.");
        if (file.Length > MostBytes)
            throw new StartRefusedException($"LocalCognito:PoolFile '{path}' is larger than 10 MB: that is not a pool file.");
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"LocalCognito:PoolFile '{path}' cannot be read: check its permissions.", error);
        }
    }
}
