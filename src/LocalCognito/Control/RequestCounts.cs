using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Http;

namespace Modular.LocalCognito.Control;

/// <summary>How often each endpoint was called; <c>GET /_local/requests</c> tells.</summary>
internal sealed class RequestCounts
{
    // Methods can be invented and paths be written in many ways; strangers must not fill the table with them.
    private const int Most = 1000;

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Count(HttpRequest request)
    {
        var endpoint = $"{request.Method} {request.Path}";
        if (_counts.ContainsKey(endpoint) || _counts.Count < Most)
        {
            _counts.AddOrUpdate(endpoint, 1, (_, count) => count + 1);
        }
    }

    public Task AnswerAsync(HttpContext context)
    {
        var body = new JsonObject();
        foreach (var (endpoint, count) in _counts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            body[endpoint] = count;
        }

        return JsonResponse.WriteAsync(context, StatusCodes.Status200OK, body);
    }
}
