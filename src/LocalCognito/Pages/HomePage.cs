using System.Text.Json.Nodes;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Pages;

/// <summary><c>/</c>, in Development only: the content of the pool, and lines to paste. It shows secrets, so it is guarded like the control API.</summary>
internal sealed class HomePage(PageLayout layout, UserPool pool, ServerAddress address)
{
    private IEnumerable<PoolClient> Clients => pool.Clients.Values.OrderBy(client => client.Id, StringComparer.Ordinal);

    public Task AnswerAsync(HttpContext context) => layout.WriteAsync(context, StatusCodes.Status200OK, "LocalCognito", Html.Of($"""
        <main class="card wide">
        <div class="mark" aria-hidden="true"></div>
        <h1>User pool</h1>
        <p class="lead"><strong>{pool.PoolId}</strong></p>
        <p class="hint">Issuer <code>{address.Issuer}</code></p>
        <p class="hint"><a href="/{pool.PoolId}/.well-known/openid-configuration">Discovery</a> · <a href="/{pool.PoolId}/.well-known/jwks.json">Keys</a></p>
        <h2>App clients</h2>
        <ul class="rows">{Html.Join(Clients.Select(Row))}</ul>
        <h2>People</h2>
        <ul class="rows">{Html.Join(pool.Users.All.Select(Row))}</ul>
        <h2>Tokens from the command line</h2>
        {Html.Join(Clients.Where(client => client.May(PoolClient.ClientCredentials)).Take(1).Select(MachineLine))}
        {Html.Join(Clients.Where(client => client.May(PoolClient.Code)).OrderBy(client => client.Secret is null).Take(1).Select(PersonLine))}
        </main>
        """));

    private static Html Row(PoolClient client)
    {
        var link = client.May(PoolClient.Code)
            ? Html.Of($"""<a class="button" href="{SignInLink(client)}">Sign in<span class="away"> to {client.Id}</span></a>""")
            : Html.Empty;
        // Often nothing listens there yet, and the browser then says only that.
        var target = client.May(PoolClient.Code) ? Html.Of($"<br><small>A sign-in ends at {client.RedirectUris[0]}</small>") : Html.Empty;
        return Html.Of($"""<li><div><strong>{client.Id}</strong><br><small>{string.Join(", ", client.Grants)}</small>{target}</div>{link}</li>""");
    }

    private static Html Row(PoolUser user) => Html.Of($"""
        <li><div><strong>{user.Username}</strong><br><small>{user.Sub}</small></div><small>{string.Join(", ", user.Groups)}</small></li>
        """);

    private static string SignInLink(PoolClient client)
    {
        // A public client has to send a challenge; this one belongs to the verifier of RFC 7636, appendix B.
        var proof = client.Secret is null ? "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256" : "";
        return $"/oauth2/authorize?response_type=code&client_id={Uri.EscapeDataString(client.Id)}"
            + $"&redirect_uri={Uri.EscapeDataString(client.RedirectUris[0])}{proof}";
    }

    private Html MachineLine(PoolClient client) => Html.Of($"""
        <p class="hint">For the machine {client.Id}:</p>
        <pre>curl -s -u {Quoted($"{client.Id}:{client.Secret}")} -d grant_type=client_credentials {address.Listening}/oauth2/token</pre>
        """);

    private Html PersonLine(PoolClient client) => Html.Join(pool.Users.All.Take(1).Select(user => Html.Of($$"""
        <p class="hint">For {{user.Username}}, without a sign-in:</p>
        <pre>curl -s -H 'Content-Type: application/json' -d {{Quoted(Order(user, client))}} {{address.Listening}}/_local/tokens</pre>
        """)));

    private static string Order(PoolUser user, PoolClient client) =>
        JsonText.Of(new JsonObject { ["user"] = user.Username, ["client"] = client.Id });

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
