using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Modular.Api.Tests.Hosting;

/// <summary>Readers of answers, for tests.</summary>
internal static class Answers
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Gets JSON; fails unless the answer is 200.</summary>
    public static async Task<JsonElement> GetJsonAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, Cancelled);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Cancelled));
        return await response.JsonAsync();
    }

    public static Task<HttpResponseMessage> GetAnswerAsync(this HttpClient client, string path) => client.GetAsync(path, Cancelled);

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path) => client.PostAsync(path, content: null, Cancelled);

    public static Task<HttpResponseMessage> PostTextAsync(this HttpClient client, string path, string json) =>
        client.PostAsync(path, Json(json), Cancelled);

    public static Task<HttpResponseMessage> PutTextAsync(this HttpClient client, string path, string json) =>
        client.PutAsync(path, Json(json), Cancelled);

    public static Task<HttpResponseMessage> DeleteAnswerAsync(this HttpClient client, string path) => client.DeleteAsync(path, Cancelled);

    /// <summary>Asserts 204 without a body.</summary>
    public static async Task ShouldBeDoneAsync(this HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent, await response.TextAsync());
        (await response.TextAsync()).ShouldBeEmpty();
    }

    public static Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);

    public static Task<string> TextAsync(this HttpResponseMessage response) => response.Content.ReadAsStringAsync(Cancelled);

    public static string Challenge(this HttpResponseMessage response) =>
        response.Headers.TryGetValues("WWW-Authenticate", out var values) ? string.Join(" | ", values) : "";

    /// <summary>Asserts the whole challenge: <paramref name="error"/> if there is one, and where the server at that address says who gives tokens.</summary>
    public static void ShouldChallenge(this HttpResponseMessage response, string? error = null, string server = "http://localhost:5080") =>
        response.Challenge().ShouldBe(
            $"Bearer realm=\"modular\"{(error is null ? "" : ", " + error)}, resource_metadata=\"{server}/.well-known/oauth-protected-resource{RouteOf(response)}\"");

    // The metadata is about the address that was asked, where that takes tokens.
    private static string RouteOf(HttpResponseMessage response) =>
        response.RequestMessage!.RequestUri!.AbsolutePath is var path && path.StartsWith("/api/", StringComparison.Ordinal) ? path : "";

    /// <summary>Asserts a problem of that name, and gives its body.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string name)
    {
        response.StatusCode.ShouldBe(status, await response.TextAsync());
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = await response.JsonAsync();
        problem.Text("type").ShouldBe("urn:modular:problem:" + name);
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.TryGetProperty("traceId", out _).ShouldBeFalse();
        problem.TryGetProperty("instance", out _).ShouldBeFalse();
        return problem;
    }

    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString()!;

    public static IReadOnlyList<string> Names(this JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

    /// <summary>The numbers of the orders in a list.</summary>
    public static IReadOnlyList<long> OrderIds(this JsonElement page) =>
        [.. page.GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("id").GetInt64())];

    private static StringContent Json(string json) => new(json, System.Text.Encoding.UTF8, "application/json");
}
