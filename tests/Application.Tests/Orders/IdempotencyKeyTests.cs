using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Modular.Application.Orders;

namespace Modular.Application.Tests.Orders;

public sealed class IdempotencyKeyTests
{
    private static readonly string[] Fields = [.. FieldsOf(typeof(PlaceOrder), "")];

    [Fact]
    public void A_request_that_differs_in_any_one_field_is_another_request()
    {
        Fields.ShouldBe(["Lines[0].Sku", "Lines[0].Quantity"], "a new field is part of the fingerprint without further code: add it here");
        var prints = Fields.Append("").Select(changed => Convert.ToHexString(IdempotencyKey.Of("k", Request(changed)).Fingerprint)).ToList();

        prints.Distinct(StringComparer.Ordinal).Count().ShouldBe(prints.Count);
    }

    [Fact]
    public void The_order_and_the_number_of_lines_are_part_of_the_request()
    {
        PlaceOrder.Line one = new("A", 1), other = new("B", 1);
        var prints = new[] { new[] { one }, [one, one], [one, other], [other, one] }
            .Select(lines => Convert.ToHexString(IdempotencyKey.Of("k", new PlaceOrder(lines)).Fingerprint)).ToList();

        prints.Distinct(StringComparer.Ordinal).Count().ShouldBe(prints.Count);
    }

    [Fact]
    public void The_same_request_is_known_again_whatever_its_name_and_however_it_was_written()
    {
        var written = JsonSerializer.Deserialize<PlaceOrder>("""{ "lines": [ { "quantity": 2, "sku": "\u0041" } ] }""", JsonSerializerOptions.Web)!;
        var print = IdempotencyKey.Of("k", new PlaceOrder([new PlaceOrder.Line("A", 2)])).Fingerprint;

        IdempotencyKey.Of("other", written with { Key = "other" }).Fingerprint.ShouldBe(print);
        print.Length.ShouldBe(32);
    }

    private static PlaceOrder Request(string changed) => Sample(typeof(PlaceOrder), "", changed).Deserialize<PlaceOrder>()!;

    private static IEnumerable<string> FieldsOf(Type type, string path) => PropertiesOf(type).SelectMany(property =>
        ItemOf(property.PropertyType) is { } item ? FieldsOf(item, $"{path}{property.Name}[0].")
        : IsValue(property.PropertyType) ? [path + property.Name]
        : FieldsOf(property.PropertyType, $"{path}{property.Name}."));

    private static JsonObject Sample(Type type, string path, string changed) => new(PropertiesOf(type).Select(property => KeyValuePair.Create(
        property.Name,
        ItemOf(property.PropertyType) is { } item ? new JsonArray(Sample(item, $"{path}{property.Name}[0].", changed))
        : IsValue(property.PropertyType) ? Value(property.PropertyType, path + property.Name == changed)
        : (JsonNode?)Sample(property.PropertyType, $"{path}{property.Name}.", changed))));

    private static JsonNode? Value(Type type, bool isChanged) =>
        type == typeof(string) ? (isChanged ? "B" : "A") : JsonSerializer.SerializeToNode(Convert.ChangeType(isChanged ? 1 : 0, Nullable.GetUnderlyingType(type) ?? type, null));

    private static bool IsValue(Type type) => type == typeof(string) || type.IsValueType;

    private static Type? ItemOf(Type type) => type != typeof(string) && type.IsGenericType && type.IsAssignableTo(typeof(System.Collections.IEnumerable))
        ? type.GetGenericArguments()[0]
        : null;

    private static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null);
}
