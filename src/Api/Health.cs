using Modular.Api.Errors;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Identity;

namespace Modular.Api;

/// <summary>
/// Live: this process answers. Ready: it can answer a caller, because the database is there and as this program needs it, and keys are
/// known; and goes on doing so, because nobody has asked it to end.
/// </summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new Status("live"))).AllowAnonymous().WithMetadata(new Quotas.Free()).ExcludeFromDescription();
        // It asks the database, so it counts: whoever probes each second is far from any quota.
        routes.MapGet("/health/ready", ReadyAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(
        ISchema schema, IdentityProviders providers, IHostApplicationLifetime life, CancellationToken cancellationToken)
    {
        if (life.ApplicationStopping.IsCancellationRequested)
        {
            return Problem.Named("not-ready", "This node is ending.").AsResult();
        }

        var standing = await schema.LookAsync(cancellationToken);
        if (!providers.AnyReady)
        {
            await providers.RefreshAsync(cancellationToken);
        }

        string?[] missing =
        [
            standing switch
            {
                SchemaStanding.Right => null,
                SchemaStanding.Older => "database (older than this program)",
                SchemaStanding.ReadOnly => "database (takes no writes)",
                SchemaStanding.Newer => "database (newer than this program)",
                _ => "database",
            },
            providers.AnyReady ? null : "identity provider",
        ];
        return missing.All(what => what is null)
            ? TypedResults.Ok(new Status("ready"))
            : Problem.Named("not-ready", $"Missing: {string.Join(", ", missing.Where(what => what is not null))}.").AsResult();
    }

    private sealed record Status(string State);
}
