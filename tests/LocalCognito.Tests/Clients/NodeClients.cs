using System.Text.Json.Nodes;

namespace Modular.LocalCognito.Tests.Clients;

/// <summary>The node scripts beside this file, with the clients that they use installed once for the whole run.</summary>
public sealed class NodeClients : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Clients");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string? _absent;

    public async ValueTask InitializeAsync() => _absent = await NodeInstallation.EnsureAsync(Folder, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs a script with JSON as its input, and gives the JSON that it answers with; skips the test where node is absent.</summary>
    internal async Task<JsonObject> RunAsync(string script, JsonObject input)
    {
        if (_absent is not null)
        {
            AbsentClients.Report(_absent, AbsentClients.ContinuousIntegration);
        }

        var node = ProgramPath.Find("node") ?? throw new InvalidOperationException("node was there a moment ago.");
        var run = await Command.RunAsync(node, [script], Folder, input.ToJsonString(), Patience, TestContext.Current.CancellationToken);
        run.ExitCode.ShouldBe(0, $"{script} failed:\n{run.Errors}");
        return JsonNode.Parse(run.Output)!.AsObject();
    }
}
