using System.Net;
using System.Text.Json;
using System.Text.Unicode;

namespace Modular.Infrastructure.Identity.Introspection;

/// <summary>A provider's introspection endpoint (RFC 7662).</summary>
internal sealed class IntrospectionEndpoint(Uri address, IntrospectionCredentials credentials, Func<HttpClient> clients)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>What the provider says of a token: a JSON object, or why there is none. That we are refused says nothing about the token.</summary>
    public async Task<(JsonElement? Claims, string? Problem)> AskAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients();
            using var request = credentials.Ask(address, token);
            using var response = await client.SendAsync(request, cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => Read(await response.Content.ReadAsByteArrayAsync(cancellationToken)),
                HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => (
                    null,
                    $"the introspection endpoint answered {(int)response.StatusCode}: check ClientId and ClientSecret, and whether it wants another "
                        + $"ClientAuthentication ({string.Join(" or ", IntrospectionCredentials.Known)})"),
                _ => (null, $"the introspection endpoint {ProviderFailure.Describe(response)}"),
            };
        }
        catch (Exception failure) when (ProviderFailure.IsOne(failure))
        {
            return (null, $"the introspection endpoint does not answer: {ProviderFailure.Describe(failure)}");
        }
    }

    private static (JsonElement? Claims, string? Problem) Read(byte[] body)
    {
        try
        {
            var json = JsonText.AsUtf8(body);
            using var document = JsonDocument.Parse(json, Strict);
            if (Utf8.IsValid(json.Span)
                && document.RootElement.ValueKind == JsonValueKind.Object
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

        return (null, "the introspection endpoint's answer is no JSON object with a boolean named active");
    }
}
