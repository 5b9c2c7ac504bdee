using System.Text.Json.Nodes;

namespace Modular.LocalCognito.Tests.Clients;

internal static class JsonChanges
{
    /// <summary>The same object with one member set.</summary>
    public static JsonObject With(this JsonObject json, string name, JsonNode value)
    {
        json[name] = value;
        return json;
    }
}
