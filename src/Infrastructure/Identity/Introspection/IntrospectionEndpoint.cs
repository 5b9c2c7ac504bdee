using System.Net;
using System.Text.Json;
using System.Text.Unicode;
using Modular.Infrastructure.Identity.Http;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Introspection;

/// <summary>A provider's introspection endpoint (RFC 7662).</summary>
internal sealed class IntrospectionEndpoint(Uri address, IntrospectionCredentials credentials, Func<HttpClient> clients, TimeProvider time)
{
    // Two readers of a duplicate member may read different values. Nested members are no claims of ours, and are allowed.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 1024 };

    /// <summary>The provider's answer about a token. A refusal of our own credentials decides nothing about the token.</summary>
    public async Task<IntrospectionAnswer> AskAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients();
            using var request = credentials.Ask(address, token);
            using var response = await client.SendAsync(request, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? Read(await response.Content.ReadAsByteArrayAsync(cancellationToken))
                : Nothing(ProblemOf(response), response);
        }
        catch (Exception failure) when (ProviderFailure.IsOne(failure))
        {
            return Nothing($"the introspection endpoint does not answer: {ProviderFailure.Describe(failure)}");
        }
    }

    private static string ProblemOf(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? $"the introspection endpoint answered {(int)response.StatusCode}: check ClientId and ClientSecret, and whether it wants another "
                + $"ClientAuthentication ({string.Join(" or ", IntrospectionCredentials.Known)})"
            : $"the introspection endpoint {ProviderFailure.Describe(response)}";

    private IntrospectionAnswer Nothing(string problem, HttpResponseMessage? response = null) =>
        new(Claims: null, problem, ProviderFailure.RetryAfter(response, time.GetUtcNow()));

    private IntrospectionAnswer Read(byte[] body)
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
                return new IntrospectionAnswer(document.RootElement.Clone(), Problem: null, default);
            }
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // Said below.
        }

        return Nothing("the introspection endpoint's answer is no JSON object with a boolean named active");
    }
}
