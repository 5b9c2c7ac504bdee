using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Modular.LocalCognito.Tests.Running;

/// <summary>A pool that keeps its state in a folder, so that it can be started again.</summary>
internal sealed class KeptPool : RunningPool
{
    private readonly string _folder;
    private readonly Action<JsonObject>? _edit;

    private KeptPool(string folder, FakeTimeProvider clock, Action<JsonObject>? edit)
        : base(clock) => (_folder, _edit) = (folder, edit);

    public static Task<KeptPool> StartAsync(string folder, Action<JsonObject>? edit = null) =>
        StartAsync(folder, new FakeTimeProvider(new DateTimeOffset(2027, 1, 2, 3, 4, 5, TimeSpan.Zero)), edit);

    /// <summary>Stops this one, and starts another from what it left.</summary>
    public async Task<KeptPool> RestartAsync(Action<JsonObject>? edit = null)
    {
        await DisposeAsync();
        return await StartAsync(_folder, Clock, edit);
    }

    protected override void Configure(LocalCognitoOptions options)
    {
        options.DataFolder = _folder;
        options.EditPool += _edit;
    }

    private static async Task<KeptPool> StartAsync(string folder, FakeTimeProvider clock, Action<JsonObject>? edit)
    {
        var pool = new KeptPool(folder, clock, edit);
        await pool.InitializeAsync();
        return pool;
    }
}
