using System.Net;
using Modular.Api.CommandLine;
using Modular.Api.Customers;
using Modular.Api.Tests.Hosting;
using Modular.Infrastructure;

namespace Modular.Api.Tests.Customers;

/// <summary>Rule 14, by an operator's hand, on the database of a running server.</summary>
public sealed class SuspensionCommandTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_customer_is_suspended_and_reinstated_and_both_are_on_record()
    {
        var hugo = api.SignedInAs("hugo");
        var id = await hugo.CustomerIdAsync();

        (await RunAsync("suspend", id)).ShouldBe((0, "The customer is suspended.\n", ""));
        using (var refused = await hugo.GetAnswerAsync("/api/account"))
        {
            await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "customer-suspended");
        }

        (await RunAsync("suspend", id)).ShouldBe((0, "The customer was suspended already.\n", ""));
        (await RunAsync("reinstate", id)).ShouldBe((0, "The customer is reinstated.\n", ""));
        (await RunAsync("reinstate", id)).ShouldBe((0, "The customer was not suspended.\n", ""));

        (await hugo.GetJsonAsync("/api/account")).Text("status").ShouldBe("ACTIVE");
        (await api.AuditAsync(id)).ShouldBe([("command:suspend", "suspend", 2, null), ("command:reinstate", "reinstate", 3, null)]);
    }

    [Theory]
    [InlineData("suspend")]
    [InlineData("reinstate")]
    public async Task An_unknown_and_a_closed_customer_are_a_sentence(string command)
    {
        var ida = api.SignedInAs("ida-" + command);
        var id = await ida.CustomerIdAsync();
        using var closed = await ida.DeleteAnswerAsync("/api/account");
        await closed.ShouldBeDoneAsync();

        (await RunAsync(command, id)).ShouldBe((1, "", "This customer has closed their account.\n"));
        (await RunAsync(command, Guid.NewGuid().ToString())).ShouldBe((1, "", "There is no such customer.\n"));
    }

    [Fact]
    public async Task An_id_that_is_none_is_said_in_one_sentence() =>
        (await Should.ThrowAsync<ConfigurationException>(() => RunAsync("suspend", "alice"))).Message.ShouldBe(
            "suspend: this is no customer's id; write it like 'suspend 0199c2de-7a3b-7c1d-9e5f-0123456789ab', as GET /api/account gives it.");

    [Fact]
    public async Task The_program_runs_it_beside_the_server()
    {
        var ivan = api.SignedInAs("ivan");
        var id = await ivan.CustomerIdAsync();

        var (exitCode, output, error) = await ApiProcess.RunAsync(
            "Testing", [("Identity:Providers:fake:Kind", "Fake"), ("ConnectionStrings:Modular", api.ConnectionString)], "suspend", id);

        (exitCode, output, error).ShouldBe((0, "The customer is suspended.\n", ""));
        using var refused = await ivan.GetAnswerAsync("/api/account");
        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "customer-suspended");
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string command, string id)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var run = new SuspensionCommand(new OperatorSender(api.Services, command), new CommandConsole(output, error));
        var exitCode = await (command == SuspensionCommand.Suspend
            ? run.SuspendAsync(id, TestContext.Current.CancellationToken)
            : run.ReinstateAsync(id, TestContext.Current.CancellationToken));
        return (exitCode, output.ToString(), error.ToString());
    }
}
