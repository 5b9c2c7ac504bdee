using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Polly;

namespace Modular.Infrastructure.Identity.Introspection;

/// <summary>A provider's introspection endpoint (RFC 7662).</summary>
internal sealed class IntrospectionEndpoint(Uri address, string clientId, string clientSecret, Func<HttpClient> clients)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    // RFC 6749 section 2.3.1: each part encoded as a form field, then both as Basic.
    private readonly AuthenticationHeaderValue _credentials = new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{WebUtility.UrlEncode(clientId)}:{WebUtility.UrlEncode(clientSecret)}")));

    /// <summary>What the provider says of a token: a JSON object, or why there is none. That we are refused says nothing about the token.</summary>
    public async Task<(JsonElement? Claims, string? Problem)> AskAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients();
            using var request = new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = new FormUrlEncodedContent([new("token", token), new("token_type_hint", "access_token")]),
                Headers = { Authorization = _credentials, Accept = { new MediaTypeWithQualityHeaderValue("application/json") } },
            };
            using var response = await client.SendAsync(request, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? Read(await response.Content.ReadAsByteArrayAsync(cancellationToken))
                : (null, $"the introspection endpoint answered {(int)response.StatusCode}");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or ExecutionRejectedException)
        {
            return (null, "the introspection endpoint does not answer");
        }
    }

    private static (JsonElement? Claims, string? Problem) Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("active", out var active)
                && active.ValueKind is JsonValueKind.True or JsonValueKind.False)
            {
                return (document.RootElement.Clone(), null);
            }
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // Said below.
        }

        return (null, "the introspection endpoint's answer is none");
    }
}
