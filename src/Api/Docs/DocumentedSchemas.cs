using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Modular.Api.Docs;

/// <summary>Makes the schemas describe the JSON that <see cref="Json"/> reads and writes: a value that may be null is left out, and requests take no unknown field.</summary>
internal static class DocumentedSchemas
{
    public static void AddSchemas(this OpenApiOptions document)
    {
        document.CreateSchemaReferenceId = NameOf;
        document.AddSchemaTransformer((schema, context, _) =>
        {
            Correct(schema, context.JsonTypeInfo);
            return Task.CompletedTask;
        });
    }

    /// <summary>A schema that only answers use may grow: a client ignores unknown fields.</summary>
    public static void OpenAnswers(OpenApiDocument document)
    {
        var schemas = document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        HashSet<string> requested = new(StringComparer.Ordinal);
        var operations = document.Paths.Values.SelectMany(path => path.Operations?.Values.AsEnumerable() ?? []);
        foreach (var body in operations.SelectMany(operation => operation.RequestBody?.Content?.Values.AsEnumerable() ?? []))
        {
            Reach(body.Schema, requested);
        }

        foreach (var (name, schema) in schemas)
        {
            if (!requested.Contains(name) && schema is OpenApiSchema { AdditionalPropertiesAllowed: false } answer)
            {
                answer.AdditionalPropertiesAllowed = true;
            }
        }
    }

    // Two records may each have a Line of their own.
    private static string? NameOf(JsonTypeInfo type)
    {
        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return name is not null && type.Type is { IsNested: true, DeclaringType: { } declaring } ? declaring.Name + name : name;
    }

    private static void Correct(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (schema.Enum is { Count: > 0 } && schema.Type is null)
        {
            schema.Type = JsonSchemaType.String;
        }

        foreach (var property in type.Properties.Where(MayBeNull))
        {
            if (property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: false) != true)
            {
                schema.Required?.Remove(property.Name);
            }
            else if (schema.Properties?[property.Name] is OpenApiSchema { Type: { } types } required)
            {
                required.Type = types & ~JsonSchemaType.Null;
            }
        }
    }

    private static bool MayBeNull(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is not null : property.IsGetNullable;

    private static void Reach(IOpenApiSchema? schema, HashSet<string> reached)
    {
        if (schema is null || (schema is OpenApiSchemaReference { Reference.Id: { } name } && !reached.Add(name)))
        {
            return;
        }

        var parts = (schema.Properties?.Values.AsEnumerable() ?? []).Concat(schema.OneOf ?? []).Append(schema.Items).Append(schema.AdditionalProperties);
        foreach (var part in parts)
        {
            Reach(part, reached);
        }
    }
}
