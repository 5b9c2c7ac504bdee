namespace Modular.LocalCognito.Pool;

/// <summary>A resource server only lends its identifier to the names of its scopes: <c>identifier/scope</c>.</summary>
internal static class ResourceServer
{
    /// <summary>The custom scopes of all resource servers, by their whole names.</summary>
    public static IReadOnlySet<string> ReadScopes(JsonField pool)
    {
        var scopes = new HashSet<string>(StringComparer.Ordinal);
        var identifiers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var server in pool.List("resourceServers"))
        {
            server.Knows("identifier", "scopes");
            var identifier = server.Text("identifier");
            if (!Scopes.IsName(identifier))
            {
                throw server.Wrong("identifier", "must be printable ASCII without spaces, quotes or backslashes.");
            }

            if (!identifiers.Add(identifier))
            {
                throw server.Wrong("identifier", $"'{identifier}' is used by two resource servers: rename one.");
            }

            foreach (var scope in server.Texts("scopes"))
            {
                // The identifier may be a URL, so a scope's own name is what follows the last slash.
                if (!Scopes.IsName(scope) || scope.Contains('/', StringComparison.Ordinal))
                {
                    throw server.Wrong("scopes", $"'{scope}' must be printable ASCII without spaces, quotes, slashes or backslashes.");
                }

                scopes.Add($"{identifier}/{scope}");
            }
        }

        return scopes;
    }
}
