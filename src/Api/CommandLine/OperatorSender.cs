using ErrorOr;
using Modular.Application.Pipeline;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Database.Schema;

namespace Modular.Api.CommandLine;

/// <summary>
/// Sends the use cases of a command as its operator, each in a scope of its own: the pipeline authorizes and validates them as it does for
/// HTTP, and the audit trail names the command.
/// </summary>
/// <param name="services">The services of the host.</param>
/// <param name="command">The name of the command.</param>
internal sealed class OperatorSender(IServiceProvider services, string command)
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);

    private readonly DatabaseTrouble _database = services.GetRequiredService<DatabaseTrouble>();
    private readonly TimeProvider _time = services.GetRequiredService<TimeProvider>();

    /// <summary>The name of the command, for sentences.</summary>
    public string Command => command;

    /// <summary>Refuses a database whose tables are not those of this program, before anything is sent.</summary>
    /// <exception cref="Infrastructure.ConfigurationException">The tables are not right, or the database cannot be opened or written.</exception>
    public async Task CheckDatabaseAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ISchema>().CheckAsync(cancellationToken);
    }

    /// <summary>Sends a use case once. A failure of the database is an exception, which <see cref="CommandHost"/> says in a sentence.</summary>
    public async Task<ErrorOr<TAnswer>> SendAsync<TAnswer>(IUseCase<TAnswer> request, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().SignInAsOperator(command);
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, cancellationToken);
    }

    /// <summary>
    /// Sends one of the many use cases of a file, and again while the database is busy: another program may have it for as long as a writer
    /// waits, several times. A use case that has begun is finished.
    /// </summary>
    /// <param name="request">The use case.</param>
    /// <param name="tries">How often it is sent at most, 1 or more.</param>
    /// <param name="isGivingWay">
    /// Whether to rest after each try as long as it took, 5 s at most. The lock of a file is not given in turns: without a rest a server that
    /// writes to the same file would not get it.
    /// </param>
    /// <param name="cancellationToken">Ends the tries and the rest.</param>
    public async Task<Sent<TAnswer>> SendAsync<TAnswer>(IUseCase<TAnswer> request, int tries, bool isGivingWay, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var began = _time.GetTimestamp();
            DatabaseRefusal? refusal = null;
            try
            {
                return new(await SendAsync(request, CancellationToken.None), Refusal: null);
            }
            catch (Exception failure) when ((refusal = _database.RefusalOf(failure)) is not null)
            {
                if (attempt >= tries || !refusal.MayPass || cancellationToken.IsCancellationRequested)
                {
                    return new(Answer: null, refusal);
                }
            }
            finally
            {
                if (isGivingWay)
                {
                    await RestAsync(_time.GetElapsedTime(began), cancellationToken);
                }
            }
        }
    }

    private async Task RestAsync(TimeSpan time, CancellationToken cancellationToken) =>
        await Task.Delay(time < LongestRest ? time : LongestRest, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
