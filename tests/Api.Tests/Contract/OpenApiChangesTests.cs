using System.Text.Json.Nodes;

namespace Modular.Api.Tests.Contract;

/// <summary>Each change that breaks a client is seen, and its harmless twin is not.</summary>
public class OpenApiChangesTests
{
    private const string Document =
        """
        {
          "info": { "version": "1.2.3" },
          "paths": {
            "/orders": {
              "get": {
                "parameters": [ { "name": "limit", "in": "query", "schema": { "type": "integer" } } ],
                "responses": {
                  "200": { "headers": { "ETag": {} }, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Page" } } } },
                  "404": { "description": "none" }
                },
                "security": [ { "main": [ "read" ] }, { "main": [ "admin" ] } ]
              },
              "post": {
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Place" } } } },
                "responses": { "201": { "description": "made" } }
              }
            }
          },
          "components": { "schemas": {
            "Page": { "type": "object", "required": [ "status", "lines" ], "properties": {
              "status": { "type": "string", "enum": [ "NEW", "OLD" ] },
              "note": { "type": "string" },
              "lines": { "type": "array", "items": { "type": "integer", "format": "int64" } },
              "self": { "$ref": "#/components/schemas/Page" } } },
            "Place": { "type": "object", "required": [ "sku" ], "additionalProperties": false, "properties": {
              "sku": { "type": "string" },
              "kind": { "type": [ "null", "string" ], "enum": [ "A", "B" ] },
              "more": { "type": "object", "additionalProperties": { "type": "string" } } } } } }
        }
        """;

    [Fact]
    public void The_same_document_breaks_nobody() => Breaking(_ => { }).ShouldBeEmpty();

    [Theory]
    [InlineData("/paths/~1orders", null, "GET /orders: the operation is gone", "POST /orders: the operation is gone")]
    [InlineData("/paths/~1orders/post", null, "POST /orders: the operation is gone")]
    [InlineData("/paths/~1orders/get/parameters", "[]", "GET /orders: the parameter query:limit is gone")]
    [InlineData("/paths/~1orders/get/parameters/0/required", "true", "GET /orders: the parameter query:limit is required")]
    [InlineData("/paths/~1orders/get/parameters/0/schema/type", "\"string\"", "GET /orders parameter query:limit: the type integer is string")]
    [InlineData("/paths/~1orders/get/parameters/0/schema/maximum", "10", "GET /orders parameter query:limit: maximum has changed")]
    [InlineData("/paths/~1orders/get/responses/404", null, "GET /orders: the answer 404 is gone")]
    [InlineData("/paths/~1orders/get/responses/200/headers/ETag", null, "GET /orders 200: the header ETag is gone")]
    [InlineData("/paths/~1orders/get/responses/200/content/application~1json", null, "GET /orders 200: application/json is gone")]
    [InlineData("/paths/~1orders/get/security/1", null, "GET /orders: {\"main\":[\"admin\"]} is no longer enough")]
    [InlineData("/paths/~1orders/post/security", "[{\"main\":[\"write\"]}]", "POST /orders: it needs an access token")]
    [InlineData("/paths/~1orders/post/requestBody/required", "true", "POST /orders: a body is required")]
    [InlineData("/components/schemas/Page/properties/note", null, "GET /orders 200: the field note is gone")]
    [InlineData("/components/schemas/Page/properties/note/type", "\"integer\"", "GET /orders 200 .note: the type string is integer")]
    [InlineData("/components/schemas/Page/properties/note/type", "[\"null\",\"string\"]", "GET /orders 200 .note: the type string is null|string")]
    [InlineData("/components/schemas/Page/properties/status/enum", "[\"NEW\"]", "GET /orders 200 .status: the value OLD is gone")]
    [InlineData("/components/schemas/Page/properties/lines/items/format", "\"int32\"", "GET /orders 200 .lines []: format has changed")]
    [InlineData("/components/schemas/Page/properties/lines/items", null, "GET /orders 200 .lines []: the schema is gone")]
    [InlineData("/components/schemas/Page/required", "[\"status\"]", "GET /orders 200: the field lines may be missing")]
    [InlineData("/components/schemas/Place/required", "[\"sku\",\"kind\"]", "POST /orders body: the field kind is required")]
    [InlineData("/components/schemas/Place/properties/sku", null, "POST /orders body: the field sku is gone")]
    [InlineData("/components/schemas/Place/properties/kind/type", "\"string\"", "POST /orders body .kind: the type null|string is string")]
    [InlineData("/components/schemas/Place/properties/kind/enum", "[\"A\"]", "POST /orders body .kind: the value B is gone")]
    [InlineData("/components/schemas/Place/properties/sku/enum", "[\"A\"]", "POST /orders body .sku: only certain values are left")]
    [InlineData("/components/schemas/Place/properties/sku/pattern", "\"^A\"", "POST /orders body .sku: pattern has changed")]
    [InlineData("/components/schemas/Place/properties/more/additionalProperties/type", "\"integer\"", "POST /orders body .more {}: the type string is integer")]
    [InlineData("/components/schemas/Place/properties/more/additionalProperties", "false", "POST /orders body .more: further fields have changed")]
    [InlineData("/components/schemas/Place/oneOf", "[{\"type\":\"object\"}]", "POST /orders body: oneOf has changed")]
    public void What_breaks_a_client_is_named(string place, string? value, params string[] changes) =>
        Breaking(document => Set(document, place, value)).ShouldBe(changes);

    [Theory]
    [InlineData("/paths/~1products", """{"get":{"responses":{}}}""")]
    [InlineData("/paths/~1orders/get/parameters/1", """{"name":"sort","in":"query","schema":{"type":"string"}}""")]
    [InlineData("/paths/~1orders/get/responses/429", """{"description":"later"}""")]
    [InlineData("/paths/~1orders/get/security/2", """{"main":["staff"]}""")]
    [InlineData("/components/schemas/Page/properties/more", """{"type":"string"}""")]
    [InlineData("/components/schemas/Page/properties/status/enum", """["NEW","OLD","LOST"]""")]
    [InlineData("/components/schemas/Page/required", """["status","lines","note"]""")]
    [InlineData("/components/schemas/Page/description", "\"words\"")]
    [InlineData("/components/schemas/Place/properties/size", """{"type":"integer"}""")]
    [InlineData("/components/schemas/Place/properties/sku/type", """["null","string"]""")]
    [InlineData("/components/schemas/Place/properties/kind/enum", """["A","B","C"]""")]
    [InlineData("/components/schemas/Place/required", "[]")]
    [InlineData("/components/schemas/Unused", """{"type":"string"}""")]
    public void What_only_adds_breaks_nobody(string place, string value) =>
        Breaking(document => Set(document, place, value)).ShouldBeEmpty();

    [Theory]
    [InlineData("2.0.0", true)]
    [InlineData("10.0.0", true)]
    [InlineData("1.3.0", false)]
    [InlineData("1.2.4", false)]
    [InlineData("0.9.0", false)]
    public void Only_the_first_number_of_the_version_says_so(string version, bool isMajor)
    {
        var newer = JsonNode.Parse(Document)!;
        newer["info"]!["version"] = version;

        OpenApiChanges.IsMajor(JsonNode.Parse(Document)!, newer).ShouldBe(isMajor);
    }

    private static IReadOnlyList<string> Breaking(Action<JsonNode> change)
    {
        var newer = JsonNode.Parse(Document)!;
        change(newer);
        return OpenApiChanges.Breaking(JsonNode.Parse(Document)!, newer);
    }

    /// <summary>Sets, adds or, with null, removes what a JSON Pointer (RFC 6901) names.</summary>
    private static void Set(JsonNode document, string place, string? value)
    {
        var steps = place.Split('/').Skip(1).Select(step => step.Replace("~1", "/", StringComparison.Ordinal)).ToList();
        var parent = steps.SkipLast(1).Aggregate(document, (node, step) => node is JsonArray array ? array[Index(step)]! : node[step]!);
        if (parent is JsonArray items)
        {
            var at = Index(steps[^1]);
            if (at < items.Count)
            {
                items.RemoveAt(at);
            }

            if (value is not null)
            {
                items.Insert(at, JsonNode.Parse(value));
            }
        }
        else if (value is null)
        {
            parent.AsObject().Remove(steps[^1]).ShouldBeTrue(place);
        }
        else
        {
            parent[steps[^1]] = JsonNode.Parse(value);
        }

        static int Index(string step) => int.Parse(step, System.Globalization.CultureInfo.InvariantCulture);
    }
}
