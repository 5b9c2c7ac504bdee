using System.Text.Json.Nodes;

namespace Modular.LocalCognito.Http;

internal static class JsonResponse
{
    public static Task WriteAsync(HttpContext context, int status, JsonObject body, string contentType = "application/json;charset=UTF-8")
    {
        var bytes = JsonText.Utf8(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
