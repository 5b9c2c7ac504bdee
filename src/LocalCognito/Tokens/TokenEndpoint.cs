using System.Text.Json.Nodes;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Tokens;

/// <summary><c>POST /oauth2/token</c>. Errors are 400, the client's included, as with Cognito.</summary>
internal sealed class TokenEndpoint(
    ClientAuthentication clients, CodeGrant code, RefreshGrant refresh, ClientCredentialsGrant clientCredentials, ILogger<TokenEndpoint> logger)
{
    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Pragma = "no-cache";
        var outcome = Grant(context, await Parameters.FromFormAsync(context));
        if (outcome.Error is not { } error)
        {
            await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, outcome.Value!);
            return;
        }

        logger.TokenRefused(error.Code);
        await error.WriteAsync(context, StatusCodes.Status400BadRequest);
    }

    private Outcome<JsonObject> Grant(HttpContext context, Parameters form)
    {
        if (!form.WellFormed || form["grant_type"] is not { } grant)
        {
            return OAuthError.InvalidRequest;
        }

        if (grant is not (PoolClient.Code or PoolClient.Refresh or PoolClient.ClientCredentials))
        {
            return OAuthError.UnsupportedGrantType;
        }

        var authenticated = clients.Authenticate(context, form);
        if (authenticated.Value is not { } client)
        {
            return authenticated.Error!;
        }

        if (!client.May(grant))
        {
            return OAuthError.UnauthorizedClient;
        }

        return grant switch
        {
            PoolClient.Code => code.Redeem(client, form),
            PoolClient.Refresh => refresh.Redeem(client, form),
            _ => clientCredentials.Redeem(client, form),
        };
    }
}
