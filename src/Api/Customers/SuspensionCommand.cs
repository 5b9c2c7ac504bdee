using System.CommandLine;
using Modular.Api.CommandLine;
using Modular.Application.Customers;
using Modular.Application.Pipeline;
using Modular.Infrastructure;

namespace Modular.Api.Customers;

/// <summary>Suspends a customer, or ends the suspension: the use cases of staff, sent by an operator.</summary>
internal sealed class SuspensionCommand(OperatorSender sender, CommandConsole console)
{
    public const string Suspend = "suspend";

    public const string Reinstate = "reinstate";

    private const string Example = "0199c2de-7a3b-7c1d-9e5f-0123456789ab";

    private const string SuspendDetails = """
          dotnet run --project src/Api -- suspend <customerId>

        From then on every request of the customer is refused with 403 customer-suspended, on every node. It is on record as the command
        'suspend'. A customer who is suspended already stays so.

        Exit code: 0 if the customer is suspended, 1 if there is no such customer, the account is closed or the database cannot be used, 75
        if the database is busy or does not answer, 130 if the command was stopped.

        """;

    private const string ReinstateDetails = """
          dotnet run --project src/Api -- reinstate <customerId>

        The requests of the customer are answered again. It is on record as the command 'reinstate'. A customer who is not suspended stays
        so.

        Exit code: 0 if the customer is not suspended, 1 if there is no such customer, the account is closed or the database cannot be used,
        75 if the database is busy or does not answer, 130 if the command was stopped.

        """;

    /// <summary><c>suspend</c> as the command line knows it.</summary>
    public static Command DescribeSuspend(CommandHost host) => Describe(
        host, Suspend, "suspends a customer: every request of the customer is refused", SuspendDetails, (command, id, cancellationToken) => command.SuspendAsync(id, cancellationToken));

    /// <summary><c>reinstate</c> as the command line knows it.</summary>
    public static Command DescribeReinstate(CommandHost host) => Describe(
        host, Reinstate, "ends the suspension of a customer", ReinstateDetails, (command, id, cancellationToken) => command.ReinstateAsync(id, cancellationToken));

    /// <param name="id">The customer's id.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ConfigurationException">The id or the database cannot be used.</exception>
    public Task<int> SuspendAsync(string id, CancellationToken cancellationToken) => RunAsync(
        new SuspendCustomer(Read(id)), "The customer is suspended.", "The customer was suspended already.", cancellationToken);

    /// <inheritdoc cref="SuspendAsync"/>
    public Task<int> ReinstateAsync(string id, CancellationToken cancellationToken) => RunAsync(
        new ReinstateCustomer(Read(id)), "The customer is reinstated.", "The customer was not suspended.", cancellationToken);

    private static DocumentedCommand Describe(
        CommandHost host, string name, string summary, string details, Func<SuspensionCommand, string, CancellationToken, Task<int>> run)
    {
        var id = new Argument<string>("customerId") { Description = "The customer's id, as GET /api/account gives it." };
        var command = new DocumentedCommand(name, summary, $"one customer: write it like '{name} {Example}'", details) { id };
        command.SetAction((parsed, cancellationToken) => host.SendAsync(
            name, sender => run(new SuspensionCommand(sender, host.Console), parsed.GetRequiredValue(id), cancellationToken), cancellationToken));
        return command;
    }

    private Guid Read(string id) => Guid.TryParseExact(id, "D", out var value) ? value : throw new ConfigurationException(
        $"{sender.Command}: this is no customer's id; write it like '{sender.Command} {Example}', as GET /api/account gives it.");

    private async Task<int> RunAsync(IUseCase<SuspensionChange> request, string changed, string unchanged, CancellationToken cancellationToken)
    {
        await sender.CheckDatabaseAsync(cancellationToken);
        var outcome = await sender.SendAsync(request, cancellationToken);
        if (outcome.IsError)
        {
            await console.RefuseAsync(outcome.FirstError.Description);
            return ExitCode.Refused;
        }

        await console.SayAsync(outcome.Value.HasChanged ? changed : unchanged);
        return ExitCode.Done;
    }
}
