using System.Text.Json;

namespace Modular.AppHost.Figure;

/// <summary>The text for a person who has just started the figure: addresses, people, and lines to paste into bash one after another.</summary>
internal static class Greeting
{
    // Without jq, which a bare machine lacks.
    private const string TakeToken = """sed -E 's/.*"access_token" *: *"([^"]+)".*/\1/'""";

    // A proxy of the machine cannot reach loopback.
    private const string Curl = "curl -s --noproxy localhost";

    public static string For(Ports ports, FigurePool pool, string dashboard) =>
        $"""

        The figure runs.

          App client            {ports.AppClientAddress}
          Resource server       {ports.ApiAddress}   (documentation: {ports.ApiAddress}/docs)
          Stand-in for Cognito  {ports.LocalCognitoAddress}
          Dashboard             {dashboard}   (programs, logs, traces, metrics)

          {People(pool)}
          Sign in at the app client, or paste these lines into bash:
        {string.Concat(pool.Machines.Take(1).Select(client => Machine(ports, client)))}{string.Concat(pool.Usernames.Take(1).Select(username => Person(ports, pool, username)))}
          Ctrl-C stops everything.

        """;

    private static string People(FigurePool pool) => pool.Own is { } file
        ? $"People of {file}: {string.Join(", ", pool.Usernames.Take(10))}."
        : "Sample people: alice and bob (customers), carol (staff). Password of each: Passw0rd!";

    private static string Machine(Ports ports, PoolClient client) =>
        $"""

          # a token for a machine
          MACHINE=$({Curl} -u {Quoted($"{client.Id}:{client.Secret}")} -d grant_type=client_credentials {ports.LocalCognitoAddress}/oauth2/token | {TakeToken})
          echo "$MACHINE"

        """;

    private static string Person(Ports ports, FigurePool pool, string username)
    {
        var asked = JsonSerializer.Serialize(new { user = username, client = pool.AppClient.Id, scopes = new[] { $"{pool.ResourceServer}/orders.read" } });
        return $"""

          # a token for {username}, and the orders of {username}
          TOKEN=$({Curl} -H 'Content-Type: application/json' -d {Quoted(asked)} {ports.LocalCognitoAddress}/_local/tokens | {TakeToken})
          {Curl} -H "Authorization: Bearer $TOKEN" {ports.ApiAddress}/api/orders; echo

        """;
    }

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
