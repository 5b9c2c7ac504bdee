using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Modular.Api.Errors;
using Modular.Api.Http;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Infrastructure.Identity;

namespace Modular.Api.Docs;

/// <summary>Adds to each operation the scopes that it takes and every problem that it answers with.</summary>
internal static class DocumentedOperations
{
    public static void AddOperations(this OpenApiOptions document) => document.AddOperationTransformer((operation, context, _) =>
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        }

        operation.Responses ??= [];
        Add(operation.Responses, StatusCodes.Status429TooManyRequests);
        Add(operation.Responses, StatusCodes.Status500InternalServerError);
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<Access>().FirstOrDefault() is { } access)
        {
            var request = metadata.OfType<Type>().FirstOrDefault(type => type.IsAssignableTo(typeof(IUseCase)));
            operation.Description = string.Join(
                ' ', new[] { request is null ? null : XmlSummaries.Of(request), StepUpOf(access) }.Where(text => text is not null));
            operation.Security = Security(access, context);
            Narrow(operation, context.Description.HttpMethod);
        }

        foreach (var header in metadata.OfType<HeaderParameter>())
        {
            Take(operation, header);
        }

        var answers = operation.Responses.OrderBy(answer => answer.Key, StringComparer.Ordinal).ToList();
        operation.Responses = [];
        foreach (var (status, response) in answers)
        {
            AddHeaders(status, response);
            operation.Responses.Add(status, response);
        }

        return Task.CompletedTask;
    });

    private static void Take(OpenApiOperation operation, HeaderParameter header)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = header.Name,
            In = ParameterLocation.Header,
            Description = header.Description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        if (header.Refusal is { } status)
        {
            Add(operation.Responses!, status);
        }

        if (header == HeaderParameter.IfNoneMatch)
        {
            operation.Responses!.TryAdd("304", new OpenApiResponse { Description = "The state is as the caller knows it." });
        }
    }

    // Only a route with an id answers 404, only a change answers 409, and only a request with a body answers 413.
    private static void Narrow(OpenApiOperation operation, string? method)
    {
        if (operation.Parameters?.Any(parameter => parameter.In == ParameterLocation.Path) != true)
        {
            operation.Responses!.Remove("404");
        }

        if (method is "GET")
        {
            operation.Responses!.Remove("409");
        }

        if (operation.RequestBody is not null)
        {
            Add(operation.Responses!, StatusCodes.Status413PayloadTooLarge);
            Add(operation.Responses!, StatusCodes.Status415UnsupportedMediaType);
        }
    }

    private static void Add(OpenApiResponses responses, int status) => responses.TryAdd(
        status.ToString(System.Globalization.CultureInfo.InvariantCulture),
        new OpenApiResponse
        {
            Description = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Problem.MediaType] = new() { Schema = new OpenApiSchemaReference(nameof(Problem)) },
            },
        });

    private static void AddHeaders(string status, IOpenApiResponse response)
    {
        var header = status switch
        {
            "201" => ("Location", "The address of what was made."),
            "401" => ("WWW-Authenticate", "The challenge (RFC 6750 section 3)."),
            "429" or "503" => ("Retry-After", "In how many seconds to try again."),
            _ => default((string Name, string Meaning)?),
        };
        if (header is { } known && response is OpenApiResponse described)
        {
            described.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
            described.Headers.TryAdd(
                known.Item1, new OpenApiHeader { Description = known.Item2, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        }
    }

    // Any provider, and any one of the ways in: each combination is an alternative of its own.
    private static List<OpenApiSecurityRequirement> Security(Access access, OpenApiOperationTransformerContext context) =>
    [
        .. from provider in context.ApplicationServices.GetRequiredService<IdentityProviders>().Descriptions
           let people = access.Permissions.Select(permission => (Scheme: provider.Name, Permission: permission))
           let machines = access.MachinePermissions.Select(permission => (Scheme: Documentation.MachinesOf(provider), Permission: permission))
           from way in people.Concat(machines).Distinct()
           select new OpenApiSecurityRequirement
           {
               [new OpenApiSecuritySchemeReference(way.Scheme, context.Document)] = [provider.ScopePrefix + way.Permission.Name()],
           },
    ];

    private static string? StepUpOf(Access access) => access.StepUp is not { } stepUp
        ? null
        : string.Join(' ', new[]
        {
            stepUp.MaxAge is { } age ? $"A person must have signed in within {age.TotalSeconds} seconds." : null,
            stepUp.Level is { } level ? $"A person must have signed in at level {level} of the provider's or above." : null,
            "Otherwise the answer is 401 with insufficient_user_authentication (RFC 9470).",
        }.Where(sentence => sentence is not null));
}
