using Microsoft.OpenApi;
using Modular.Api.Errors;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity;
using Scalar.AspNetCore;

namespace Modular.Api;

/// <summary>The OpenAPI document: which provider gives tokens, and which scopes each operation takes.</summary>
internal static class Documentation
{
    /// <summary>
    /// The contract's version (Semantic Versioning). What breaks a client raises the first number, and starts over behind it; what only adds
    /// raises the second.
    /// </summary>
    public const string Version = "1.1.0";

    /// <summary>Where the pages are.</summary>
    public const string Path = "/docs";

    private const string Introduction =
        """
        Orders, profiles and accounts, for OAuth 2.0 access tokens only: in the header `Authorization`, and nowhere else. Who gives them, and with
        which scopes, is at `/.well-known/oauth-protected-resource` (RFC 9728).

        # Problems

        Whatever is refused is answered with `application/problem+json` (RFC 9457). The `type` is stable, and for programs; the rest is for people.
        Every answer has an `X-Trace-Id`, by which a refusal or an event stream is found in the log.

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
            foreach (var provider in Providers(context.ApplicationServices))
            {
                description.Components.SecuritySchemes[provider.Name] = SchemeOf(provider);
            }

            DocumentedSchemas.OpenAnswers(description);
            return Task.CompletedTask;
        });
    });

    /// <summary>The document at <c>/openapi/v1.json</c>, and pages to read and try it at <c>/docs</c>, which ask no other host.</summary>
    public static void MapDocumentation(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/v1.json").AllowAnonymous();
        routes.MapScalarApiReference(Path, (scalar, http) => scalar
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

    private static OpenApiSecurityScheme SchemeOf(ProviderDescription provider)
    {
        if (provider.TokenEndpoint is null)
        {
            return new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" };
        }

        var scopes = Enum.GetValues<Permissions>().Where(permission => permission != Permissions.None)
            .ToDictionary(permission => provider.ScopePrefix + permission.Name(), permission => permission.Meaning(), StringComparer.Ordinal);
        return new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.OAuth2,
            Flows = new OpenApiOAuthFlows
            {
                AuthorizationCode = provider.AuthorizationEndpoint is null
                    ? null
                    : new OpenApiOAuthFlow
                    {
                        AuthorizationUrl = provider.AuthorizationEndpoint,
                        TokenUrl = provider.TokenEndpoint,
                        Scopes = scopes,
                    },
                ClientCredentials = new OpenApiOAuthFlow { TokenUrl = provider.TokenEndpoint, Scopes = scopes },
            },
        };
    }
}
