using System.Text.Json;
using Microsoft.OpenApi;
using Modular.Api.Errors;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Infrastructure.Identity;
using Scalar.AspNetCore;

namespace Modular.Api;

/// <summary>The OpenAPI document: which provider gives tokens, and which scopes each operation takes.</summary>
internal static class Documentation
{
    /// <summary>Where the pages are.</summary>
    public const string Path = "/docs";

    private const string Introduction =
        """
        Orders, profiles and accounts, for OAuth 2.0 access tokens only: in the header `Authorization`, and nowhere else. Who gives them, and with
        which scopes, is at `/.well-known/oauth-protected-resource` (RFC 9728).

        # Problems

        Whatever is refused is answered with `application/problem+json` (RFC 9457). The `type` is stable, and for programs; the rest is for people.
        Every answer has an `X-Trace-Id`, by which it is found in the log.

        | `type` | Status | Meaning |
        |---|---|---|

        """;

    public static IServiceCollection AddDocumentation(this IServiceCollection services) => services.AddOpenApi("v1", document =>
    {
        document.AddDocumentTransformer((description, context, _) =>
        {
            description.Info = new OpenApiInfo
            {
                Title = "Modular",
                Version = "v1",
                Description = Introduction + ProblemTable(),
            };
            description.Components ??= new OpenApiComponents();
            description.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
            foreach (var provider in Providers(context.ApplicationServices))
            {
                description.Components.SecuritySchemes[provider.Name] = SchemeOf(provider);
            }

            return Task.CompletedTask;
        });

        document.AddOperationTransformer((operation, context, _) =>
        {
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            {
                parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
            }

            foreach (var header in context.Description.ActionDescriptor.EndpointMetadata.OfType<HeaderParameter>())
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = header.Name,
                    In = ParameterLocation.Header,
                    Description = header.Description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }

            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Access>().FirstOrDefault() is { } access)
            {
                operation.Description = StepUpOf(access);

                // Any provider, and any one of the ways in: each combination is an alternative of its own.
                operation.Security =
                [
                    .. from provider in Providers(context.ApplicationServices)
                       from permission in access.Permissions
                       select new OpenApiSecurityRequirement
                       {
                           [new OpenApiSecuritySchemeReference(provider.Name, context.Document)] =
                               [provider.ScopePrefix + permission.Name()],
                       },
                ];
            }

            return Task.CompletedTask;
        });
    });

    /// <summary>The document at <c>/openapi/v1.json</c>, and pages to read and try it at <c>/docs</c>, which ask no other host.</summary>
    public static void MapDocumentation(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/v1.json").AllowAnonymous();
        routes.MapScalarApiReference(Path, scalar => scalar
            .WithTitle("Modular")
            .WithNonce()
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideDeveloperTools()
            .HideClientButton()
            .AddPreferredSecuritySchemes([.. Providers(routes.ServiceProvider).Select(provider => provider.Name)])).AllowAnonymous();
    }

    private static string ProblemTable() =>
        string.Concat(ProblemTypes.All.Select(type => $"| `{Problem.TypePrefix}{type.Name}` | {type.Status} | {type.Explanation} |\n"));

    private static IReadOnlyList<ProviderDescription> Providers(IServiceProvider services) =>
        services.GetRequiredService<IdentityProviders>().Descriptions;

    private static string? StepUpOf(Access access) => access.StepUp is not { } stepUp
        ? null
        : string.Join(' ', new[]
        {
            stepUp.MaxAge is { } age ? $"A person must have signed in within {age.TotalSeconds} seconds." : null,
            stepUp.Level is { } level ? $"A person must have signed in at level {level} of the provider's or above." : null,
            "Otherwise the answer is 401 with insufficient_user_authentication (RFC 9470).",
        }.Where(sentence => sentence is not null));

    private static OpenApiSecurityScheme SchemeOf(ProviderDescription provider)
    {
        if (provider.TokenEndpoint is null)
        {
            return new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" };
        }

        var scopes = PermissionNames.Known.ToDictionary(name => provider.ScopePrefix + name, _ => "", StringComparer.Ordinal);
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
