using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Providers;

namespace Modular.Api.Tests.Database;

/// <summary>A resource server on a SQLite file that tests lay hands on.</summary>
public sealed class TroubledFile : IAsyncLifetime
{
    private readonly SharedKeyProvider _provider = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("modular-trouble-");
    private ApiNode? _api;

    internal ApiNode Api => _api ?? throw new InvalidOperationException("Not started yet.");

    internal string File => Path.Combine(_folder.FullName, "modular.db");

    public async ValueTask InitializeAsync() => _api = await ApiNode.StartAsync(
        [.. TrustedProvider.Trusting(("main", _provider)), ("ConnectionStrings:Modular", $"Data Source='{File}'")]);

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        await _provider.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A token of a person who has just signed in.</summary>
    internal Task<string> TokenAsync(string person) => _provider.PersonTokenAsync(person);

    /// <summary>A token of a person who signed in that long ago.</summary>
    internal Task<string> TokenAsync(string person, TimeSpan ago) => _provider.SignedInAgoAsync(person, ago);
}
