using System.Text.Json.Nodes;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Tokens;

/// <summary>RFC 6749, 4.4: a machine asks for itself. Custom scopes only; none named means all of the client's.</summary>
internal sealed class ClientCredentialsGrant(TokenResponse answer)
{
    public Outcome<JsonObject> Redeem(PoolClient client, Parameters form)
    {
        // Cognito binds resources for people only.
        if (form["resource"] is not null)
        {
            return OAuthError.InvalidRequest;
        }

        return Scopes.Choose(form["scope"], client.CustomScopes) is { } scopes
            ? answer.ForMachine(client, scopes)
            : OAuthError.InvalidScope;
    }
}
