using System.Text.Json.Nodes;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Grants;

/// <summary>The grant of a person's sign-in to a client: the source of every token that follows from it.</summary>
/// <param name="Client">The client that it was granted to.</param>
/// <param name="User">The user who granted it.</param>
/// <param name="Scopes">In the order in which they were asked for.</param>
/// <param name="AuthTime">When the password was given; a refresh does not change it.</param>
/// <param name="Level">How strongly; a refresh does not change that either.</param>
/// <param name="OriginJti">Common to all tokens of this sign-in, and the name under which they are revoked.</param>
/// <param name="EventId">Cognito's name for the event of signing in.</param>
/// <param name="Nonce">Goes into the first ID token only (OpenID Connect Core, 12.2).</param>
/// <param name="Resource">Becomes <c>aud</c> of the access token (RFC 8707).</param>
internal sealed record SignInGrant(
    PoolClient Client,
    PoolUser User,
    IReadOnlyList<string> Scopes,
    DateTimeOffset AuthTime,
    AcrLevel? Level,
    string OriginJti,
    string EventId,
    string? Nonce,
    string? Resource)
{
    public bool Has(string scope) => Scopes.Contains(scope, StringComparer.Ordinal);

    /// <summary><c>acr</c> and <c>amr</c>, which access and ID tokens of a pool with step-up carry.</summary>
    public void AddLevel(JsonObject claims)
    {
        if (Level is null)
        {
            return;
        }

        claims["acr"] = Level.Name;
        claims["amr"] = new JsonArray([.. Level.Methods.Select(method => JsonValue.Create(method))]);
    }
}
