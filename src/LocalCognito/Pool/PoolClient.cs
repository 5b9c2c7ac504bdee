namespace Modular.LocalCognito.Pool;

/// <summary>An app client of the pool. A client without a secret is public.</summary>
internal sealed record PoolClient(
    string Id,
    string? Secret,
    IReadOnlyList<string> Grants,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> LogoutUris,
    IReadOnlyList<string> Scopes,
    TokenLifetimes Lifetimes,
    RefreshRotation Rotation)
{
    public const string Code = "authorization_code";
    public const string Refresh = "refresh_token";
    public const string ClientCredentials = "client_credentials";

    private static readonly string[] KnownGrants = [Code, Refresh, ClientCredentials];

    // These run or read something instead of leading to a client.
    private static readonly string[] UnsafeSchemes = ["javascript", "data", "vbscript", "file", "blob", "about"];

    public IReadOnlyList<string> CustomScopes { get; } = [.. Scopes.Where(Pool.Scopes.IsCustom)];

    public bool May(string grant) => Grants.Contains(grant, StringComparer.Ordinal);

    public static PoolClient Read(JsonField field, IReadOnlySet<string> customScopes)
    {
        field.Knows(
            "id", "secret", "grants", "redirectUris", "logoutUris", "scopes", "accessTokenMinutes", "idTokenMinutes",
            "refreshTokenDays", "rotateRefreshTokens", "refreshTokenGraceSeconds");
        var client = new PoolClient(
            ReadId(field),
            field.OptionalText("secret"),
            field.Texts("grants"),
            ReadUris(field, "redirectUris"),
            ReadUris(field, "logoutUris"),
            field.Texts("scopes"),
            TokenLifetimes.Read(field),
            RefreshRotation.Read(field));
        client.Check(field, customScopes);
        return client;
    }

    private void Check(JsonField field, IReadOnlySet<string> customScopes)
    {
        if (Grants.FirstOrDefault(grant => !KnownGrants.Contains(grant, StringComparer.Ordinal)) is { } grant)
        {
            throw field.Wrong("grants", $"'{grant}' is unknown. Known: {string.Join(", ", KnownGrants)}.");
        }

        if (Grants.Count == 0)
        {
            throw field.Wrong("grants", $"is empty, so '{Id}' could do nothing: list some of {string.Join(", ", KnownGrants)}.");
        }

        if (Scopes.FirstOrDefault(scope => Pool.Scopes.IsCustom(scope) && !customScopes.Contains(scope)) is { } scope)
        {
            throw field.Wrong("scopes", $"'{scope}' is unknown: add it to a resource server (as identifier/scope), or remove it here.");
        }

        if (May(Code) && RedirectUris.Count == 0)
        {
            throw field.Wrong("redirectUris", $"is empty, but '{Id}' has the grant {Code}: list at least one redirect URI.");
        }

        if (May(Refresh) && !May(Code))
        {
            throw field.Wrong("grants", $"has {Refresh} without {Code}, which alone gives out refresh tokens: add it, or remove {Refresh}.");
        }

        if (May(ClientCredentials) && Secret is null)
        {
            throw field.Wrong("secret", $"is missing, but '{Id}' has the grant {ClientCredentials}, which needs one.");
        }

        if (May(ClientCredentials) && CustomScopes.Count == 0)
        {
            throw field.Wrong("scopes", $"has no custom scope, but '{Id}' has the grant {ClientCredentials}, which gives only those: add one.");
        }
    }

    private static string ReadId(JsonField field)
    {
        var id = field.Text("id");
        return id.Length <= 128 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '+')
            ? id
            : throw field.Wrong("id", "must be at most 128 letters, digits, '-', '_', '.' or '+'.");
    }

    private static IReadOnlyList<string> ReadUris(JsonField field, string name)
    {
        var uris = field.Texts(name);
        foreach (var text in uris)
        {
            var usable = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0 && text.Length <= 1024
                && text.All(c => c is > ' ' and < '\u007f' and not '#')
                && !UnsafeSchemes.Contains(uri.Scheme, StringComparer.OrdinalIgnoreCase);
            if (!usable)
            {
                throw field.Wrong(name, $"'{text}' must be an absolute URI in ASCII, without a fragment, that leads to the client.");
            }
        }

        return uris;
    }
}
