using Modular.Infrastructure.Database.Schema;
using Modular.Infrastructure.Identity;

namespace Modular.Api.Health;

/// <summary>
/// Whether this node can answer a caller: the database has the tables of this program, keys are known, and the process was not asked to
/// end. All health requests within a second share one look, so that many requests do not reach the database.
/// </summary>
internal sealed class Readiness(IServiceScopeFactory scopes, IdentityProviders providers, IHostApplicationLifetime life, TimeProvider time)
{
    /// <summary>How long the result of a look is used, counted from its beginning.</summary>
    public static readonly TimeSpan HoldsFor = TimeSpan.FromSeconds(1);

    // Load balancers wait as long by default, and a node that makes callers wait longer than that serves none of them.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Task<string?>? _look;
    private long _began;

    /// <summary>Why this node is not ready, as a sentence; null when it is.</summary>
    /// <param name="cancellationToken">Ends the wait, and not the look, which is for others too.</param>
    public async ValueTask<string?> ObstacleAsync(CancellationToken cancellationToken) =>
        life.ApplicationStopping.IsCancellationRequested ? "This node is ending." : await Look().WaitAsync(cancellationToken);

    private Task<string?> Look()
    {
        lock (_lock)
        {
            if (_look is null || (_look.IsCompleted && time.GetElapsedTime(_began) >= HoldsFor))
            {
                _began = time.GetTimestamp();
                _look = LookAsync();
            }

            return _look;
        }
    }

    private async Task<string?> LookAsync()
    {
        // The caller holds the lock until the first wait.
        await Task.Yield();
        using var limit = new CancellationTokenSource(LongestLook, time);
        string?[] missing = [await DatabaseAsync(limit.Token), await KeysAsync(limit.Token)];
        return missing.All(what => what is null) ? null : $"Missing: {string.Join(", ", missing.Where(what => what is not null))}.";
    }

    private async Task<string?> DatabaseAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            return await scope.ServiceProvider.GetRequiredService<ISchema>().LookAsync(cancellationToken) switch
            {
                SchemaStanding.Right => null,
                SchemaStanding.Older => "database (older than this program)",
                SchemaStanding.ReadOnly => "database (takes no writes)",
                SchemaStanding.Newer => "database (newer than this program)",
                _ => "database",
            };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return $"database (no answer within {LongestLook.TotalSeconds:0} s)";
        }
    }

    private async Task<string?> KeysAsync(CancellationToken cancellationToken)
    {
        if (!providers.AnyReady)
        {
            await providers.RefreshAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return providers.AnyReady ? null : "identity provider";
    }
}
