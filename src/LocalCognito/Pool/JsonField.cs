using System.Text.Json;

namespace Modular.LocalCognito.Pool;

/// <summary>An object of the pool file together with its place in it, so that every refusal can name the field.</summary>
internal readonly record struct JsonField(JsonElement Element, string Path)
{
    /// <summary>A misspelt field would otherwise be ignored in silence, and its default taken.</summary>
    public void Knows(params ReadOnlySpan<string> names)
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            throw new StartRefusedException($"{Path.TrimEnd(' ', ':')} must be an object, not {Kind(Element)}.");
        }

        foreach (var property in Element.EnumerateObject())
        {
            if (!names.Contains(property.Name))
            {
                throw new StartRefusedException($"{At(property.Name)} is unknown. Known: {string.Join(", ", names!)}.");
            }
        }
    }

    public StartRefusedException Wrong(string name, string sentence) => new($"{At(name)} {sentence}");

    public string Text(string name) => OptionalText(name) ?? throw Wrong(name, "is missing: give it a text.");

    public string? OptionalText(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            throw Wrong(name, $"must be a text, not {Kind(value)}.");
        }

        return Text(value, At(name)) is { Length: > 0 } text ? text : throw Wrong(name, "is empty: give it a text, or leave it out.");
    }

    public bool Flag(string name) => Find(name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw Wrong(name, $"must be true or false, not {Kind(other)}."),
    };

    public int Number(string name, int fallback, int least, int most)
    {
        if (Find(name) is not { } value)
        {
            return fallback;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw Wrong(name, $"must be a whole number from {least} to {most}.");
    }

    public IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var item in List(name))
        {
            if (item.Element.ValueKind != JsonValueKind.String || Text(item.Element, item.Path) is not { Length: > 0 } text)
            {
                throw new StartRefusedException($"{item.Path} must be a text that is not empty.");
            }

            if (texts.Contains(text, StringComparer.Ordinal))
            {
                throw new StartRefusedException($"{item.Path} '{text}' is listed twice: remove one.");
            }

            texts.Add(text);
        }

        return texts;
    }

    public IReadOnlyDictionary<string, string> TextMap(string name)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Find(name) is not { } value)
        {
            return map;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(name, $"must be an object, not {Kind(value)}.");
        }

        foreach (var property in value.EnumerateObject())
        {
            map[property.Name] = property.Value.ValueKind == JsonValueKind.String
                ? Text(property.Value, At($"{name}.{property.Name}"))
                : throw Wrong($"{name}.{property.Name}", "must be a text: Cognito keeps every attribute as one, so write \"true\", not true.");
        }

        return map;
    }

    public IEnumerable<JsonField> List(string name)
    {
        if (Find(name) is not { } value)
        {
            yield break;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(name, $"must be a list, not {Kind(value)}{(value.ValueKind is JsonValueKind.String ? ": put it in square brackets" : "")}.");
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            yield return new JsonField(item, $"{At(name)}[{index++}]");
        }
    }

    private static string Text(JsonElement value, string path)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new StartRefusedException($"{path} has half of a surrogate pair, such as \\ud800, which is no character: correct it.", error);
        }
    }

    private string At(string name) => Path.EndsWith(": ", StringComparison.Ordinal) ? Path + name : $"{Path}.{name}";

    private JsonElement? Find(string name) =>
        Element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
