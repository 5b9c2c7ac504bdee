namespace Modular.AppHost.Terminal;

/// <summary>What somebody needs who has just started the figure: addresses, people, lines to paste into bash one after another.</summary>
internal static class Greeting
{
    // Without jq, which a bare machine lacks.
    private const string TakeToken = """sed -E 's/.*"access_token" *: *"([^"]+)".*/\1/'""";

    public static string For(Ports ports) =>
        $$"""

        The figure runs.

          App client            {{ports.AppClientAddress}}
          Resource server       {{ports.ApiAddress}}   (documentation: {{ports.ApiAddress}}/docs)
          Stand-in for Cognito  {{ports.LocalCognitoAddress}}

          Sample people: alice and bob (customers), carol (staff). Password of each: Passw0rd!
          Sign in at the app client, or paste these lines into bash:

          # a token for a machine
          MACHINE=$(curl -s -u fulfilment-client:fulfilment-secret -d grant_type=client_credentials {{ports.LocalCognitoAddress}}/oauth2/token | {{TakeToken}})
          echo "$MACHINE"

          # a token for alice, and her orders
          TOKEN=$(curl -s -H 'Content-Type: application/json' -d '{"user":"alice","client":"web-client","scopes":["modular/orders.read"]}' {{ports.LocalCognitoAddress}}/_local/tokens | {{TakeToken}})
          curl -s -H "Authorization: Bearer $TOKEN" {{ports.ApiAddress}}/api/orders; echo

          Ctrl-C stops everything.

        """;
}
