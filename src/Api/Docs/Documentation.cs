using Microsoft.OpenApi;
using Modular.Api.Errors;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity;
using Scalar.AspNetCore;

namespace Modular.Api.Docs;

/// <summary>The OpenAPI document: which provider gives tokens, and which scopes each operation takes.</summary>
internal static class Documentation
{
    /// <summary>
    /// The contract's version (Semantic Versioning). What breaks a client raises the first number, and starts over behind it; what only adds
    /// raises the second.
    /// </summary>
    public const string Version = "1.2.0";

    private const string Introduction =
        """
        Orders, profiles and accounts, for OAuth 2.0 access tokens only: in the header `Authorization`, and nowhere else. Who gives them, and with
        which scopes, is at `/.well-known/oauth-protected-resource` (RFC 9728).

        # Problems

        Whatever is refused is answered with `application/problem+json` (RFC 9457). The `type` is stable, and for programs; the rest is for people.
        Every answer has an `X-Trace-Id`, by which its line is found in the log.

        The table has the name behind `urn:modular:problem:`.

        | Status, name | Meaning |
        |---|---|

        """;

    public static IServiceCollection AddDocumentation(this IServiceCollection services) => services.AddOpenApi("v1", document =>
    {
        document.AddSchemas();
        document.AddOperations();
        document.AddDocumentTransformer((description, context, _) =>
        {
            description.Info = new OpenApiInfo { Title = "Modular", Version = Version, Description = Introduction + ProblemTable() };
            description.Servers = [new OpenApiServer { Url = context.ApplicationServices.GetRequiredService<PublicUrl>().Value }];
            description.Components ??= new OpenApiComponents();
            description.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
            foreach (var (name, scheme) in Providers(context.ApplicationServices).SelectMany(SchemesOf))
            {
                description.Components.SecuritySchemes[name] = scheme;
            }

            DocumentedSchemas.OpenAnswers(description);
            return Task.CompletedTask;
        });
    });

    /// <summary>
    /// The name under which the document has a provider's way for machines, where people have another one: a page that offers both under one name
    /// offers people the wrong one first.
    /// </summary>
    public static string MachinesOf(ProviderDescription provider) =>
        provider is { AuthorizationEndpoint: null } or { TokenEndpoint: null } ? provider.Name : provider.Name + "-machines";

    /// <summary>The document at <c>/openapi/v1.json</c>, and pages to read and try it at <c>/docs</c>, which ask no other host.</summary>
    public static void MapDocumentation(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/v1.json").AllowAnonymous();
        routes.MapScalarApiReference(PublicUrl.Documentation, (scalar, http) => scalar
            .WithTitle("Modular")
            .WithNonce()
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideDeveloperTools()
            .HideClientButton()
            .AddPreferredSecuritySchemes([.. Providers(http.RequestServices).Select(provider => provider.Name)])
            .AddSignIn(http.RequestServices)).AllowAnonymous();
    }

    private static string ProblemTable() =>
        string.Concat(ProblemTypes.All.Select(type => $"| {type.Status} `{type.Name}` | {type.Explanation} |\n"));

    private static IReadOnlyList<ProviderDescription> Providers(IServiceProvider services) =>
        services.GetRequiredService<IdentityProviders>().Descriptions;

    private static IEnumerable<(string Name, OpenApiSecurityScheme Scheme)> SchemesOf(ProviderDescription provider)
    {
        if (provider.TokenEndpoint is null)
        {
            yield return (provider.Name, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" });
            yield break;
        }

        var scopes = Enum.GetValues<Permissions>().Where(permission => permission != Permissions.None)
            .ToDictionary(permission => provider.ScopePrefix + permission.Name(), permission => permission.Meaning(), StringComparer.Ordinal);
        var machines = new OpenApiOAuthFlow { TokenUrl = provider.TokenEndpoint, Scopes = scopes };
        if (provider.AuthorizationEndpoint is null)
        {
            yield return (provider.Name, SchemeOf("Machines have a secret of their own.", new OpenApiOAuthFlows { ClientCredentials = machines }));
            yield break;
        }

        var people = new OpenApiOAuthFlow { AuthorizationUrl = provider.AuthorizationEndpoint, TokenUrl = provider.TokenEndpoint, Scopes = scopes };
        yield return (provider.Name, SchemeOf("People sign in, with PKCE (RFC 7636).", new OpenApiOAuthFlows { AuthorizationCode = people }));
        yield return (MachinesOf(provider), SchemeOf("Machines have a secret of their own.", new OpenApiOAuthFlows { ClientCredentials = machines }));
    }

    private static OpenApiSecurityScheme SchemeOf(string description, OpenApiOAuthFlows flows) =>
        new() { Type = SecuritySchemeType.OAuth2, Description = description, Flows = flows };
}
