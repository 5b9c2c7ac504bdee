using System.Text.Json;
using Modular.Domain.Customers;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Oidc;

/// <summary>The part of a provider's metadata (OpenID Connect Discovery 1.0, section 3) that this server uses.</summary>
internal sealed record ProviderMetadata(Uri KeysUri, Uri? AuthorizationEndpoint, Uri? TokenEndpoint)
{
    private const string Keys = "jwks_uri";
    private const string Authorization = "authorization_endpoint";
    private const string Token = "token_endpoint";

    private static readonly string[] Members = ["issuer", Keys, Authorization, Token];
    private static readonly JsonDocumentOptions AsPublished = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 1024 };

    /// <summary>Reads the metadata of exactly this issuer.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="issuer">The configured issuer, character by character (section 4.3).</param>
    /// <param name="mayBePlain">Whether keys may come by plain http: in Development.</param>
    /// <param name="problem">The error, when null is returned.</param>
    public static ProviderMetadata? Parse(ReadOnlyMemory<byte> json, string issuer, bool mayBePlain, out string problem)
    {
        try
        {
            using var document = JsonDocument.Parse(JsonText.AsUtf8(json), AsPublished);
            var fields = document.RootElement;
            if (fields.ValueKind != JsonValueKind.Object || !fields.TryGetString("issuer", out var named) || named is null)
            {
                problem = "it names no issuer";
                return null;
            }

            if (Members.FirstOrDefault(name => fields.EnumerateObject().Count(member => member.NameEquals(name)) > 1) is { } twice)
            {
                problem = $"{twice} stands in it twice";
                return null;
            }

            if (named != issuer)
            {
                problem = $"its issuer is '{named.Printable(ExternalIdentity.MaxIssuerLength)}' and Authority is '{issuer}', which must be equal character by character";
                return null;
            }

            if (Address(fields, Keys, mayBePlain) is not { } keys)
            {
                problem = "jwks_uri is missing, or no https address";
                return null;
            }

            problem = "";
            return new ProviderMetadata(keys, Address(fields, Authorization, mayBePlain), Address(fields, Token, mayBePlain));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            problem = "it is no JSON";
            return null;
        }
    }

    private static Uri? Address(JsonElement fields, string name, bool mayBePlain) =>
        fields.TryGetString(name, out var text)
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (mayBePlain && address.Scheme == Uri.UriSchemeHttp))
        && address.UserInfo.Length == 0
            ? address
            : null;
}
