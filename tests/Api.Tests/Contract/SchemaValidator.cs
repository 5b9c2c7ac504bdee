using System.Globalization;
using System.Text.Json;

namespace Modular.Api.Tests.Contract;

/// <summary>
/// Validates JSON against a schema of an OpenAPI document, more strictly than JSON Schema: what the schema does not name must not be there,
/// and a keyword that is not known here fails, because it would not have been checked.
/// </summary>
internal sealed class SchemaValidator(JsonElement document)
{
    /// <summary>The faults, each with its place; none when all is right.</summary>
    /// <exception cref="NotSupportedException">The schema says something that is not known here.</exception>
    public IReadOnlyList<string> Errors(JsonElement schema, JsonElement value) => [.. Check(schema, value, "$")];

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Null => "null",
        _ => value.TryGetInt64(out _) ? "integer" : "number",
    };

    private static IReadOnlyList<string> Texts(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().Select(text => text.GetString()!)]
        : [element.GetString()!];

    // A format is about one type, and another type is wrong already.
    private static bool HasFormat(string format, JsonElement value) => format switch
    {
        "int32" => value.ValueKind != JsonValueKind.Number || value.TryGetInt32(out _),
        "int64" => value.ValueKind != JsonValueKind.Number || value.TryGetInt64(out _),
        "uuid" => value.ValueKind != JsonValueKind.String || Guid.TryParseExact(value.GetString(), "D", out _),
        "date-time" => value.ValueKind != JsonValueKind.String
            || (DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _)
                && value.GetString()!.Contains('T', StringComparison.Ordinal)),
        _ => throw new NotSupportedException($"The format '{format}' is not known."),
    };

    private IEnumerable<string> Check(JsonElement schema, JsonElement value, string place)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var errors = keyword.Name switch
            {
                "description" or "title" => [],
                "$ref" => Check(Resolve(keyword.Value.GetString()!), value, place),
                "type" => Texts(keyword.Value).Contains(TypeOf(value), StringComparer.Ordinal)
                    || (TypeOf(value) == "integer" && Texts(keyword.Value).Contains("number", StringComparer.Ordinal))
                    ? []
                    : [$"{place} is {TypeOf(value)}"],
                "enum" => keyword.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)) ? [] : [$"{place} has a value that is not listed"],
                "format" => HasFormat(keyword.Value.GetString()!, value) ? [] : [$"{place} is no {keyword.Value.GetString()}"],
                "required" => value.ValueKind == JsonValueKind.Object
                    ? Texts(keyword.Value).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{place}.{name} is missing")
                    : [],
                "properties" => value.ValueKind == JsonValueKind.Object ? CheckProperties(schema, value, place) : [],
                "additionalProperties" => value.ValueKind == JsonValueKind.Object && !schema.TryGetProperty("properties", out _)
                    ? CheckProperties(schema, value, place)
                    : [],
                "items" => value.ValueKind == JsonValueKind.Array
                    ? value.EnumerateArray().SelectMany((item, i) => Check(keyword.Value, item, $"{place}[{i}]"))
                    : [],
                "oneOf" => keyword.Value.EnumerateArray().Count(one => !Check(one, value, place).Any()) == 1 ? [] : [$"{place} is not one of several"],
                _ => throw new NotSupportedException($"The keyword '{keyword.Name}' is not known."),
            };
            foreach (var error in errors)
            {
                yield return error;
            }
        }
    }

    private IEnumerable<string> CheckProperties(JsonElement schema, JsonElement value, string place)
    {
        foreach (var property in value.EnumerateObject())
        {
            var at = $"{place}.{property.Name}";
            var errors = schema.TryGetProperty("properties", out var known) && known.TryGetProperty(property.Name, out var expected)
                ? Check(expected, property.Value, at)
                : schema.TryGetProperty("additionalProperties", out var further) && further.ValueKind == JsonValueKind.Object
                    ? Check(further, property.Value, at)
                    : [$"{at} is unknown"];
            foreach (var error in errors)
            {
                yield return error;
            }
        }
    }

    private JsonElement Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(document, (element, step) => element.GetProperty(step));
}
