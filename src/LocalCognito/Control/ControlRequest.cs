using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Modular.LocalCognito.Http;

namespace Modular.LocalCognito.Control;

/// <summary>Reads a control call's body and answers it. A refusal is 400 with one sentence, for the person who writes the test.</summary>
internal static class ControlRequest
{
    public static async Task AnswerAsync<T>(HttpContext context, JsonTypeInfo<T> type, Func<T, string?> apply)
        where T : class
    {
        var (body, problem) = await ReadAsync(context, type);
        problem ??= apply(body!);
        if (problem is null)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
        }
    }

    public static async Task<(T? Body, string? Problem)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            var body = await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
            return body is null ? (null, "The body must be a JSON object.") : (body, null);
        }
        catch (JsonException error)
        {
            return (null, $"The body cannot be read at '{error.Path ?? "$"}': {error.Message}");
        }
    }

    public static Task RefuseAsync(HttpContext context, int status, string sentence) =>
        JsonResponse.WriteAsync(context, status, new JsonObject { ["error"] = sentence });
}
