using System.Text.Json;

namespace Modular.AppHost.Tests.Figure;

/// <summary>The terminal of a person who has just started the figure.</summary>
public sealed class PastedLinesTests
{
    private readonly FreePorts _ports = FreePorts.Find();

    [Fact]
    public async Task The_printed_lines_pasted_into_bash_give_alices_orders_and_ctrl_c_stops_everything()
    {
        await using var appHost = RunningAppHost.Start(BuiltAppHost.Start(_ports.Settings));
        await appHost.SaysAsync("Ctrl-C stops everything.");

        var answers = await Terminal.PasteAsync(appHost.Said);

        answers.Length.ShouldBe(2);
        answers[0].Split('.').Length.ShouldBe(3, "the machine's token should be a JWT");
        using var orders = JsonDocument.Parse(answers[1]);
        orders.RootElement.GetProperty("orders").EnumerateArray()
            .Select(order => (order.GetProperty("id").GetInt64(), order.GetProperty("status").GetString()))
            .ShouldBe([(1, "DELIVERED"), (2, "SHIPPING")]);

        Processes.Send(appHost.Id, Processes.Sigint);

        var (exitCode, errors) = await appHost.EndsAsync();
        exitCode.ShouldBe(0, errors);
        appHost.Children.Count.ShouldBe(4);
        await Processes.ShouldEndAsync(appHost.Children);
        _ports.ShouldBeFree();
        appHost.Folder.GetDirectories("modular-*").ShouldBeEmpty();
    }
}
