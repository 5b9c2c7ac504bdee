using Modular.Api.Errors;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Identity;

namespace Modular.Api;

/// <summary>Live: this process answers. Ready: it can answer a caller, because database and keys are there.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new Status("live"))).AllowAnonymous().WithMetadata(new Quotas.Free()).ExcludeFromDescription();
        routes.MapGet("/health/ready", ReadyAsync).AllowAnonymous().WithMetadata(new Quotas.Free()).ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(ISchema schema, IdentityProviders providers, CancellationToken cancellationToken)
    {
        var database = await schema.CanReadAsync(cancellationToken);
        if (!providers.AnyReady)
        {
            await providers.RefreshAsync(cancellationToken);
        }

        var missing = (database, providers.AnyReady) switch
        {
            (true, true) => null,
            (false, true) => "database",
            (true, false) => "identity provider",
            _ => "database, identity provider",
        };
        return missing is null
            ? TypedResults.Ok(new Status("ready"))
            : Problem.Named("not-ready", $"Missing: {missing}.").AsResult();
    }

    private sealed record Status(string State);
}
