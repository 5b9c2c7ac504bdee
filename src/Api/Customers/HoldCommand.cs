using System.CommandLine;
using ErrorOr;
using Modular.Api.CommandLine;
using Modular.Application.Customers;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Infrastructure;
using Modular.Infrastructure.Database.Schema;

namespace Modular.Api.Customers;

/// <summary>Holds a customer, or ends the hold, by an operator's hand: as staff does over HTTP, and on record as the command.</summary>
internal sealed class HoldCommand(IServiceProvider services, CommandConsole console)
{
    public const string Suspend = "suspend";

    public const string Reinstate = "reinstate";

    private const string Example = "0199c2de-7a3b-7c1d-9e5f-0123456789ab";

    private const string SuspendDetails = """
          dotnet run --project src/Api -- suspend <customerId>

        From then on every request of the customer is refused with 403 customer-suspended, on every node. It is on record as the command
        'suspend'. A customer who is held already stays so.

        Exit code: 0 if the customer is held, 1 if there is no such customer, the account is closed or the database cannot be used, 75 if
        the database is busy or does not answer, 130 if the command was stopped.

        """;

    private const string ReinstateDetails = """
          dotnet run --project src/Api -- reinstate <customerId>

        The requests of the customer are answered again. It is on record as the command 'reinstate'. A customer who is not held stays so.

        Exit code: 0 if the customer is not held, 1 if there is no such customer, the account is closed or the database cannot be used, 75
        if the database is busy or does not answer, 130 if the command was stopped.

        """;

    /// <summary><c>suspend</c> as the command line knows it.</summary>
    public static Command DescribeSuspend(CommandHost host) =>
        Describe(host, Suspend, "holds a customer: every request of theirs is refused", SuspendDetails);

    /// <summary><c>reinstate</c> as the command line knows it.</summary>
    public static Command DescribeReinstate(CommandHost host) =>
        Describe(host, Reinstate, "ends the hold of a customer", ReinstateDetails);

    /// <param name="command">Which of the two.</param>
    /// <param name="id">The customer's id.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ConfigurationException">The id or the database cannot be used.</exception>
    public async Task<int> RunAsync(string command, string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "D", out var value))
        {
            throw new ConfigurationException(
                $"{command}: this is no customer's id; write it like '{command} {Example}', as GET /api/account gives it.");
        }

        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ISchema>().CheckAsync(cancellationToken);
        var stamp = new AuditStamp(Actor.Command(command), command, services.GetRequiredService<TimeProvider>().GetUtcNow());
        var hold = scope.ServiceProvider.GetRequiredService<CustomerHold>();
        var customer = new CustomerId(value);
        return await SayAsync(command == Suspend
            ? (await hold.SuspendAsync(customer, me: null, stamp, cancellationToken), "The customer is suspended.", "The customer was suspended already.")
            : (await hold.ReinstateAsync(customer, stamp, cancellationToken), "The customer is reinstated.", "The customer was not suspended."));
    }

    private static DocumentedCommand Describe(CommandHost host, string name, string summary, string details)
    {
        var id = new Argument<string>("customerId") { Description = "The customer's id, as GET /api/account gives it." };
        var command = new DocumentedCommand(name, summary, $"one customer: write it like '{name} {Example}'", details) { id };
        command.SetAction((parsed, stop) => host.RunAsync(
            name, services => new HoldCommand(services, host.Console).RunAsync(name, parsed.GetRequiredValue(id), stop), stop));
        return command;
    }

    private async Task<int> SayAsync((ErrorOr<bool> Outcome, string Changed, string Unchanged) end)
    {
        if (end.Outcome.IsError)
        {
            await console.RefuseAsync(end.Outcome.FirstError.Description);
            return ExitCode.Refused;
        }

        await console.SayAsync(end.Outcome.Value ? end.Changed : end.Unchanged);
        return ExitCode.Done;
    }
}
