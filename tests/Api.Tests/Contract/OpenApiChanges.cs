using System.Globalization;
using System.Text.Json.Nodes;

namespace Modular.Api.Tests.Contract;

/// <summary>The changes of an OpenAPI document that break a client of the older one. Knows only the two documents.</summary>
internal sealed class OpenApiChanges
{
    // Keywords that describe a schema and demand nothing.
    private static readonly string[] Words = ["description", "title", "example", "examples", "default", "deprecated"];

    private static readonly string[] Compared =
        ["$ref", "type", "enum", "format", "properties", "required", "items", "additionalProperties", "oneOf", "anyOf", "allOf"];

    private readonly JsonNode _older;
    private readonly JsonNode _newer;
    private readonly List<string> _breaking = [];
    private readonly HashSet<(string, string, bool)> _compared = [];

    private OpenApiChanges(JsonNode older, JsonNode newer) => (_older, _newer) = (older, newer);

    /// <summary>Each breaking change by name, <c>GET /api/orders: the operation is gone</c>; none when there is none.</summary>
    public static IReadOnlyList<string> Breaking(JsonNode older, JsonNode newer)
    {
        var changes = new OpenApiChanges(older, newer);
        changes.CompareOperations();
        return changes._breaking;
    }

    /// <summary>Whether the newer version says that clients may break (Semantic Versioning, rule 8).</summary>
    public static bool IsMajor(JsonNode older, JsonNode newer) => Major(newer) > Major(older);

    private static int Major(JsonNode document) =>
        int.Parse(document["info"]!["version"]!.GetValue<string>().Split('.')[0], CultureInfo.InvariantCulture);

    private static IEnumerable<(string Name, JsonObject Operation)> Operations(JsonNode document) =>
        from path in Object(document["paths"])
        from method in Object(path.Value)
        where method.Value is JsonObject
        select ($"{method.Key.ToUpperInvariant()} {path.Key}", method.Value!.AsObject());

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Object(JsonNode? node) => (node as JsonObject)?.AsEnumerable() ?? [];

    private static IReadOnlyList<string> Texts(JsonNode? node) => node switch
    {
        JsonArray array => [.. array.Select(item => item?.ToString() ?? "null")],
        null => [],
        _ => [node.ToString()],
    };

    private static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    private void CompareOperations()
    {
        var newer = Operations(_newer).ToDictionary(operation => operation.Name, operation => operation.Operation, StringComparer.Ordinal);
        foreach (var (name, operation) in Operations(_older))
        {
            if (!newer.TryGetValue(name, out var now))
            {
                _breaking.Add($"{name}: the operation is gone");
                continue;
            }

            CompareParameters(name, operation, now);
            CompareBody(name, operation["requestBody"], now["requestBody"]);
            CompareAnswers(name, operation["responses"], now["responses"]);
            CompareSecurity(name, operation["security"], now["security"]);
        }
    }

    private void CompareParameters(string name, JsonObject older, JsonObject newer)
    {
        var before = Parameters(older);
        var after = Parameters(newer);
        foreach (var (key, parameter) in before)
        {
            if (after.TryGetValue(key, out var now))
            {
                CompareSchema($"{name} parameter {key}", parameter["schema"], now["schema"], isRequest: true);
            }
            else
            {
                _breaking.Add($"{name}: the parameter {key} is gone");
            }
        }

        foreach (var (key, parameter) in after.Where(parameter => IsTrue(parameter.Value["required"])))
        {
            if (!before.TryGetValue(key, out var was) || !IsTrue(was["required"]))
            {
                _breaking.Add($"{name}: the parameter {key} is required");
            }
        }

        static Dictionary<string, JsonNode> Parameters(JsonObject operation) => (operation["parameters"] as JsonArray ?? [])
            .ToDictionary(parameter => $"{parameter!["in"]}:{parameter["name"]}", parameter => parameter!, StringComparer.Ordinal);
    }

    private void CompareBody(string name, JsonNode? older, JsonNode? newer)
    {
        if (IsTrue(newer?["required"]) && !IsTrue(older?["required"]))
        {
            _breaking.Add($"{name}: a body is required");
        }

        CompareContent($"{name} body", older?["content"], newer?["content"], isRequest: true);
    }

    private void CompareAnswers(string name, JsonNode? older, JsonNode? newer)
    {
        foreach (var (status, answer) in Object(older))
        {
            if (newer?[status] is not { } now)
            {
                _breaking.Add($"{name}: the answer {status} is gone");
                continue;
            }

            CompareContent($"{name} {status}", answer?["content"], now["content"], isRequest: false);
            foreach (var (header, _) in Object(answer?["headers"]))
            {
                if (now["headers"]?[header] is null)
                {
                    _breaking.Add($"{name} {status}: the header {header} is gone");
                }
            }
        }
    }

    private void CompareContent(string place, JsonNode? older, JsonNode? newer, bool isRequest)
    {
        foreach (var (mediaType, content) in Object(older))
        {
            if (newer?[mediaType] is { } now)
            {
                CompareSchema(place, content?["schema"], now["schema"], isRequest);
            }
            else
            {
                _breaking.Add($"{place}: {mediaType} is gone");
            }
        }
    }

    private void CompareSecurity(string name, JsonNode? older, JsonNode? newer)
    {
        var ways = Ways(newer);
        foreach (var way in Ways(older).Where(way => !ways.Contains(way)))
        {
            _breaking.Add($"{name}: {way} is no longer enough");
        }

        if (Ways(older).Count == 0 && ways.Count > 0)
        {
            _breaking.Add($"{name}: it needs an access token");
        }

        static IReadOnlySet<string> Ways(JsonNode? security) =>
            (security as JsonArray ?? []).Select(way => way!.ToJsonString()).ToHashSet(StringComparer.Ordinal);
    }

    private void CompareSchema(string place, JsonNode? older, JsonNode? newer, bool isRequest)
    {
        if (older is null || newer is null)
        {
            if (older is not null || newer is not null)
            {
                _breaking.Add($"{place}: the schema {(older is null ? "is new" : "is gone")}");
            }

            return;
        }

        if (older["$ref"] is { } was && newer["$ref"] is { } now && !_compared.Add((was.ToString(), now.ToString(), isRequest)))
        {
            return;
        }

        (older, newer) = (Resolve(_older, older), Resolve(_newer, newer));
        CompareTypes(place, older, newer, isRequest);
        CompareEnum(place, older["enum"], newer["enum"], isRequest);
        CompareProperties(place, older, newer, isRequest);
        CompareParts(place, older, newer, isRequest);
    }

    private static JsonNode Resolve(JsonNode document, JsonNode schema) => schema["$ref"] is { } reference
        ? document["components"]!["schemas"]![reference.ToString().Split('/')[^1]]!
        : schema;

    private void CompareTypes(string place, JsonNode older, JsonNode newer, bool isRequest)
    {
        var (before, after) = (Texts(older["type"]), Texts(newer["type"]));
        var lost = isRequest ? before.Except(after, StringComparer.Ordinal) : after.Except(before, StringComparer.Ordinal);
        if (lost.Any() || (before.Count == 0) != (after.Count == 0))
        {
            _breaking.Add($"{place}: the type {string.Join('|', before)} is {string.Join('|', after)}");
        }

        // Any other keyword: its meaning is not known here, so any difference counts.
        var others = Object(older).Concat(Object(newer)).Select(entry => entry.Key)
            .Except(Words, StringComparer.Ordinal).Except(Compared, StringComparer.Ordinal).Append("format");
        foreach (var keyword in others.Distinct(StringComparer.Ordinal).Where(keyword => !JsonNode.DeepEquals(older[keyword], newer[keyword])))
        {
            _breaking.Add($"{place}: {keyword} has changed");
        }
    }

    private void CompareEnum(string place, JsonNode? older, JsonNode? newer, bool isRequest)
    {
        if (older is not null && (newer is not null || !isRequest))
        {
            foreach (var value in Texts(older).Except(Texts(newer), StringComparer.Ordinal))
            {
                _breaking.Add($"{place}: the value {value} is gone");
            }
        }
        else if (older is null && newer is not null && isRequest)
        {
            _breaking.Add($"{place}: only certain values are left");
        }
    }

    private void CompareProperties(string place, JsonNode older, JsonNode newer, bool isRequest)
    {
        foreach (var (name, property) in Object(older["properties"]))
        {
            if (newer["properties"]?[name] is { } now)
            {
                CompareSchema($"{place} .{name}", property, now, isRequest);
            }
            else
            {
                _breaking.Add($"{place}: the field {name} is gone");
            }
        }

        var (before, after) = (Texts(older["required"]), Texts(newer["required"]));
        foreach (var name in isRequest ? after.Except(before, StringComparer.Ordinal) : before.Except(after, StringComparer.Ordinal))
        {
            if (isRequest || newer["properties"]?[name] is not null)
            {
                _breaking.Add($"{place}: the field {name} {(isRequest ? "is required" : "may be missing")}");
            }
        }
    }

    private void CompareParts(string place, JsonNode older, JsonNode newer, bool isRequest)
    {
        if (older["items"] is not null || newer["items"] is not null)
        {
            CompareSchema($"{place} []", older["items"], newer["items"], isRequest);
        }

        var (before, after) = (older["additionalProperties"], newer["additionalProperties"]);
        if (before is JsonObject && after is JsonObject)
        {
            CompareSchema($"{place} {{}}", before, after, isRequest);
        }
        else if (before is JsonObject || after is JsonObject || (isRequest && IsClosed(after) && !IsClosed(before)))
        {
            _breaking.Add($"{place}: further fields have changed");
        }

        foreach (var keyword in new[] { "oneOf", "anyOf", "allOf" })
        {
            var (ones, others) = (older[keyword] as JsonArray ?? [], newer[keyword] as JsonArray ?? []);
            if (ones.Count != others.Count)
            {
                _breaking.Add($"{place}: {keyword} has changed");
                continue;
            }

            for (var i = 0; i < ones.Count; i++)
            {
                CompareSchema($"{place} {keyword}[{i}]", ones[i], others[i], isRequest);
            }
        }

        static bool IsClosed(JsonNode? further) => further is JsonValue && !IsTrue(further);
    }
}
