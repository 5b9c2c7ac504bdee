using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Modular.Api;

/// <summary>How this API reads and writes JSON: strictly in, sparely out.</summary>
internal static class Json
{
    public static IServiceCollection AddJson(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));

        // A body that cannot be read becomes a problem that names the field: see ExceptionProblems.
        return services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
    }

    // A property that does not come from the body is removed: an ignored property would be accepted silently, an unknown field is refused.
    private static void Forget(JsonTypeInfo type)
    {
        foreach (var ignored in type.Properties.Where(property => property is { Get: null, Set: null }).ToList())
        {
            type.Properties.Remove(ignored);
        }
    }

    private static void Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false));
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = 16;
        options.TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(Forget);
    }
}
