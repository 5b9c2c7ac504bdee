using System.Text.Json;

namespace Modular.Api.Tests.Contract;

public class SchemaValidatorTests
{
    private const string Schema =
        """
        { "type": "object", "description": "words", "required": ["id", "status"], "properties": {
          "id": { "type": "integer", "format": "int64" },
          "small": { "type": "integer", "format": "int32" },
          "ratio": { "type": "number" },
          "status": { "$ref": "#/components/schemas/Status" },
          "at": { "type": "string", "format": "date-time" },
          "key": { "type": ["null", "string"], "format": "uuid" },
          "names": { "type": "array", "items": { "type": "string" } },
          "errors": { "type": "object", "additionalProperties": { "type": "boolean" } },
          "either": { "oneOf": [ { "type": "null" }, { "$ref": "#/components/schemas/Status" } ] } } }
        """;

    [Theory]
    [InlineData("""{"id":1,"status":"NEW"}""")]
    [InlineData("""{"id":9223372036854775807,"status":"OLD","small":-1,"ratio":1.5,"at":"2026-01-15T12:00:00+00:00","key":null,"names":["x"],"errors":{"a":true},"either":null}""")]
    [InlineData("""{"id":1,"status":"NEW","ratio":1,"key":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","names":[],"either":"OLD"}""")]
    public void What_the_schema_says_is_right(string json) => Errors(json).ShouldBeEmpty();

    [Theory]
    [InlineData("""{"status":"NEW"}""", "$.id is missing")]
    [InlineData("""{"id":"1","status":"NEW"}""", "$.id is string")]
    [InlineData("""{"id":1.5,"status":"NEW"}""", "$.id is number")]
    [InlineData("""{"id":null,"status":"NEW"}""", "$.id is null")]
    [InlineData("""{"id":1,"status":"new"}""", "$.status has a value that is not listed")]
    [InlineData("""{"id":1,"status":"NEW","small":3000000000}""", "$.small is no int32")]
    [InlineData("""{"id":1,"status":"NEW","at":"yesterday"}""", "$.at is no date-time")]
    [InlineData("""{"id":1,"status":"NEW","key":"x"}""", "$.key is no uuid")]
    [InlineData("""{"id":1,"status":"NEW","names":["x",1]}""", "$.names[1] is integer")]
    [InlineData("""{"id":1,"status":"NEW","names":"x"}""", "$.names is string")]
    [InlineData("""{"id":1,"status":"NEW","errors":{"a":1}}""", "$.errors.a is integer")]
    [InlineData("""{"id":1,"status":"NEW","secret":1}""", "$.secret is unknown")]
    [InlineData("""{"id":1,"status":"NEW","either":"x"}""", "$.either is not one of several")]
    [InlineData("[]", "$ is array")]
    public void What_it_does_not_say_is_wrong(string json, string error) => Errors(json).ShouldContain(error);

    [Theory]
    [InlineData("""{"type":"object","patternProperties":{}}""")]
    [InlineData("""{"type":"string","format":"ipv4"}""")]
    public void What_is_not_known_fails(string schema) =>
        Should.Throw<NotSupportedException>(() => Validator().Errors(Parse(schema), Parse("\"x\"")));

    private static IReadOnlyList<string> Errors(string json) => Validator().Errors(Parse(Schema), Parse(json));

    private static SchemaValidator Validator() => new(Parse("""{"components":{"schemas":{"Status":{"type":"string","enum":["NEW","OLD"]}}}}"""));

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
