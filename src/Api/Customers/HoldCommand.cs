using ErrorOr;
using Modular.Application.Customers;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Infrastructure;
using Modular.Infrastructure.Database;

namespace Modular.Api.Customers;

/// <summary>Holds a customer, or ends the hold, by an operator's hand: as staff does over HTTP, and on record as the command.</summary>
internal sealed class HoldCommand(IServiceProvider services, TextWriter output, TextWriter error)
{
    public const string Suspend = "suspend";

    public const string Reinstate = "reinstate";

    public const string SuspendHelp = """
        Holds a customer: from then on every request of theirs is refused with 403 customer-suspended, on every node.

          dotnet run --project src/Api -- suspend <customerId>

        customerId is what GET /api/account calls so. It is on record as the command 'suspend'. One who is held already stays so.

        Exit code: 0 if the customer is held, 1 if there is no such customer or they have closed their account, or the database cannot be
        used.

        """;

    public const string ReinstateHelp = """
        Ends the hold of a customer: their requests are answered again.

          dotnet run --project src/Api -- reinstate <customerId>

        customerId is what GET /api/account calls so. It is on record as the command 'reinstate'. One who is not held stays so.

        Exit code: 0 if the customer is not held, 1 if there is no such customer or they have closed their account, or the database cannot
        be used.

        """;

    /// <summary>Runs <c>suspend</c> on this process's terminal.</summary>
    public static Task<int> SuspendAsync(IServiceProvider services, string[] arguments, CancellationToken cancellationToken) =>
        new HoldCommand(services, Console.Out, Console.Error).RunAsync(Suspend, arguments, cancellationToken);

    /// <summary>Runs <c>reinstate</c> on this process's terminal.</summary>
    public static Task<int> ReinstateAsync(IServiceProvider services, string[] arguments, CancellationToken cancellationToken) =>
        new HoldCommand(services, Console.Out, Console.Error).RunAsync(Reinstate, arguments, cancellationToken);

    /// <param name="command">Which of the two.</param>
    /// <param name="arguments">What stands behind its name.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ConfigurationException">The arguments or the database cannot be used.</exception>
    public async Task<int> RunAsync(string command, string[] arguments, CancellationToken cancellationToken)
    {
        var id = CommandLine.One(command, arguments, "one customer", $"{command} 0199c2de-7a3b-7c1d-9e5f-0123456789ab");
        if (!Guid.TryParseExact(id, "D", out var value))
        {
            throw new ConfigurationException(
                $"{command}: this is no customer's id; write it like '{command} 0199c2de-7a3b-7c1d-9e5f-0123456789ab', as GET /api/account gives it.");
        }

        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ISchema>().CheckAsync(cancellationToken);
        var stamp = new AuditStamp(Actor.Command(command), command, services.GetRequiredService<TimeProvider>().GetUtcNow());
        try
        {
            var hold = scope.ServiceProvider.GetRequiredService<CustomerHold>();
            var customer = new CustomerId(value);
            return await SayAsync(command == Suspend
                ? (await hold.SuspendAsync(customer, me: null, stamp, cancellationToken), "The customer is suspended.", "The customer was suspended already.")
                : (await hold.ReinstateAsync(customer, stamp, cancellationToken), "The customer is reinstated.", "The customer was not suspended."));
        }
        catch (DatabaseUnavailableException)
        {
            throw new ConfigurationException($"{command}: the database did not take it, perhaps because it is busy: run this again.");
        }
    }

    private async Task<int> SayAsync((ErrorOr<bool> Outcome, string Changed, string Unchanged) end)
    {
        if (end.Outcome.IsError)
        {
            await error.WriteLineAsync(end.Outcome.FirstError.Description);
            return 1;
        }

        await output.WriteLineAsync(end.Outcome.Value ? end.Changed : end.Unchanged);
        return 0;
    }
}
