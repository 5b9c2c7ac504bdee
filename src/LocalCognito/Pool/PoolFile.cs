using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Modular.LocalCognito.Pool;

/// <summary>Reads a user pool from its JSON file, or refuses with a sentence that names the file and the field.</summary>
internal static class PoolFile
{
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
        path = Path.GetFullPath(path);
        using var document = Parse(path, PoolText.Read(path));
        if (edit is null || document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return UserPool.Read(new JsonField(document.RootElement, $"{path}: "));
        }

        var pool = JsonObject.Create(document.RootElement)!;
        edit(pool);
        using var edited = JsonDocument.Parse(pool.ToJsonString(), Strict);
        return UserPool.Read(new JsonField(edited.RootElement, $"{path}: "));
    }

    private static JsonDocument Parse(string path, ReadOnlyMemory<byte> text)
    {
        try
        {
            return JsonDocument.Parse(text, Strict);
        }
        catch (JsonException error) when (error.LineNumber is null)
        {
            throw new StartRefusedException($"{path}: a name is given twice in one object, so remove one: {error.Message}", error);
        }
        catch (JsonException error) when (OtherFormat(text.Span) is { } format)
        {
            throw new StartRefusedException($"{path} looks like {format}, but a pool file is JSON: copy the sample pool.json, and change that.", error);
        }
        catch (JsonException error)
        {
            throw new StartRefusedException(
                $"{path} is not valid JSON at line {error.LineNumber + 1}, position {error.BytePositionInLine + 1}: correct it there.", error);
        }
        catch (InvalidOperationException error)
        {
            throw new StartRefusedException($"{path}: a name has half of a surrogate pair, such as \\ud800, which is no character: correct it.", error);
        }
    }

    private static string? OtherFormat(ReadOnlySpan<byte> text)
    {
        var trimmed = text.TrimStart(" \t\r\n"u8);
        var end = trimmed.IndexOfAny("\r\n"u8);
        var line = Encoding.UTF8.GetString(end < 0 ? trimmed : trimmed[..end]);
        return line switch
        {
            ['{' or '[' or '/' or '"', ..] => null,
            ['<', ..] => "XML",
            ['-', '-', '-', ..] => "YAML",
            _ when line.Contains(',', StringComparison.Ordinal) || line.Contains(';', StringComparison.Ordinal) => "CSV",
            _ when line.Contains(':', StringComparison.Ordinal) => "YAML",
            _ => null,
        };
    }
}
