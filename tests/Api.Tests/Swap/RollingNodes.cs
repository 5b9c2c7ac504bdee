using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Swap;

/// <summary>
/// Two resource servers on one database, and what stands before them: each request goes to the next node that is ready. Rolling
/// takes one node after the other out, lets it finish, and puts one of the new configuration in its place.
/// </summary>
internal sealed class RollingNodes : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<Entry> _ready = [];
    private int _next;

    /// <summary>Where the database is; gone at the end.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("modular-swap-").FullName;

    public (string Setting, string Value) Database => ("ConnectionStrings:Modular", $"Data Source='{Path.Combine(Folder, "modular.db")}'");

    public static async Task<RollingNodes> StartAsync(int count, IReadOnlyList<(string Setting, string Value)> settings)
    {
        var nodes = new RollingNodes();
        for (var i = 0; i < count; i++)
        {
            await nodes.AddAsync(settings);
        }

        return nodes;
    }

    /// <summary>Sends one request through whichever node is next.</summary>
    public async Task<T> ThroughAsync<T>(string token, Func<HttpClient, Task<T>> send)
    {
        var entry = Next();
        try
        {
            return await send(entry.Node.With(token));
        }
        finally
        {
            entry.Leave();
        }
    }

    /// <summary>Replaces every node by one that is configured like this; at no time there is none.</summary>
    public async Task RollAsync(IReadOnlyList<(string Setting, string Value)> settings)
    {
        List<Entry> old;
        lock (_gate)
        {
            old = [.. _ready];
        }

        foreach (var entry in old)
        {
            // The other node carries on alone meanwhile.
            lock (_gate)
            {
                _ready.Remove(entry);
            }

            await Eventually.HoldsAsync("the node that is replaced has answered everybody", Patience, () => Task.FromResult(entry.IsIdle));
            await entry.Node.DisposeAsync();
            await AddAsync(settings);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var entry in _ready)
        {
            await entry.Node.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private async Task AddAsync(IReadOnlyList<(string Setting, string Value)> settings)
    {
        var node = await ApiNode.StartAsync([.. settings, Database]);
        await Eventually.HoldsAsync("the new node is ready", Patience, async () =>
        {
            using var ready = await node.With(null).GetAnswerAsync("/health/ready");
            return ready.IsSuccessStatusCode;
        });
        lock (_gate)
        {
            _ready.Add(new Entry(node));
        }
    }

    private Entry Next()
    {
        lock (_gate)
        {
            var entry = _ready[++_next % _ready.Count];
            entry.Enter();
            return entry;
        }
    }

    private sealed class Entry(ApiNode node)
    {
        private int _requests;

        public ApiNode Node => node;

        public bool IsIdle => Volatile.Read(ref _requests) == 0;

        public void Enter() => Interlocked.Increment(ref _requests);

        public void Leave() => Interlocked.Decrement(ref _requests);
    }
}
