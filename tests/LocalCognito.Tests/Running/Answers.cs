using System.Text.Json.Nodes;

namespace Modular.LocalCognito.Tests.Running;

internal static class Answers
{
    public static async Task<JsonObject> JsonAsync(this HttpResponseMessage response) =>
        JsonNode.Parse(await response.TextAsync())!.AsObject();

    public static Task<string> TextAsync(this HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    public static string Text(this JsonObject answer, string name) => answer[name]!.GetValue<string>();

    /// <summary>A response header, or null; content headers included.</summary>
    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;
}
