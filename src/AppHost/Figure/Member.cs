using System.Data.Common;
using System.Globalization;

namespace Modular.AppHost.Figure;

/// <summary>One of the three: where it listens, when it counts as ready, and everything it is told.</summary>
/// <param name="Name">Its name on the screen and in <c>AppHost:Ports</c>.</param>
/// <param name="Address">Its base address.</param>
/// <param name="ReadyPath">The path that answers 200 once the program is ready.</param>
/// <param name="Colour">Its colour on the screen, an ANSI code.</param>
/// <param name="Settings">Its own settings; environment variables are the only way a program is configured here.</param>
internal sealed record Member(string Name, string Address, string ReadyPath, int Colour, IReadOnlyDictionary<string, string> Settings)
{
    // The sample people; their identities depend on the issuer, and so on the stand-in's port.
    private static readonly (string Person, string Subject)[] SamplePeople =
    [
        ("alice", "00000000-0000-4000-8000-00000000000a"),
        ("bob", "00000000-0000-4000-8000-00000000000b"),
        ("carol", "00000000-0000-4000-8000-00000000000c"),
    ];

    public Uri Ready => new(Address + ReadyPath);

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(Settings, StringComparer.Ordinal)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["ASPNETCORE_URLS"] = Address,
        // Starting and stopping is announced by AppHost.
        ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Warning",
    };

    /// <param name="ports">Where they listen.</param>
    /// <param name="pool">The stand-in's pool.</param>
    /// <param name="folder">A fresh folder for their files.</param>
    /// <param name="postgreSql">The connection string of the resource server's PostgreSQL database, empty where the orchestrator sets it; null for a SQLite file.</param>
    public static IReadOnlyList<Member> All(Ports ports, FigurePool pool, DirectoryInfo folder, string? postgreSql)
    {
        // Before the stand-in's settings: these settings of the sample people also go into the copy of the pool.
        var authority = $"{ports.LocalCognitoAddress}/{pool.Id}";
        var api = ApiSettings(ports, pool, pool.Issuer ?? authority, folder, postgreSql);
        if (pool.Issuer is not null)
        {
            api["Identity__Providers__main__KeysUri"] = $"{authority}/.well-known/jwks.json";
        }

        return
        [
            new("LocalCognito", ports.LocalCognitoAddress, $"/{pool.Id}/.well-known/openid-configuration", 35, LocalCognitoSettings(ports, pool, folder)),
            new("Api", ports.ApiAddress, "/health/ready", 36, api),
            new("AppClient", ports.AppClientAddress, "/health/live", 32, AppClientSettings(ports, pool, authority)),
        ];
    }

    private static Dictionary<string, string> LocalCognitoSettings(Ports ports, FigurePool pool, DirectoryInfo folder) => new(StringComparer.Ordinal)
    {
        ["LocalCognito__PoolFile"] = pool.WriteTo(folder),
        ["LocalCognito__PublicUrl"] = ports.LocalCognitoAddress,
    };

    private static Dictionary<string, string> AppClientSettings(Ports ports, FigurePool pool, string authority)
    {
        string[] scopes = ["openid", "email", "profile", $"{pool.ResourceServer}/orders.read"];
        return new(StringComparer.Ordinal)
        {
            ["AppClient__Authority"] = authority,
            ["AppClient__Domain"] = ports.LocalCognitoAddress,
            ["AppClient__ClientId"] = pool.AppClient.Id,
            ["AppClient__ClientSecret"] = pool.AppClient.Secret!,
            ["AppClient__Scopes"] = string.Join(' ', scopes.Intersect(pool.AppClient.Scopes, StringComparer.Ordinal)),
            ["AppClient__Api"] = ports.ApiAddress,
        };
    }

    private static Dictionary<string, string> ApiSettings(Ports ports, FigurePool pool, string issuer, DirectoryInfo folder, string? postgreSql)
    {
        // Quoted where it must be: the folder's name may have any character.
        var sqlite = new DbConnectionStringBuilder { ["Data Source"] = Path.Combine(folder.FullName, "modular.db") };
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PublicUrl"] = ports.ApiAddress,
            ["Database__Provider"] = postgreSql is null ? "Sqlite" : "PostgreSql",
            ["ConnectionStrings__Modular"] = postgreSql ?? sqlite.ConnectionString,
            ["Identity__Providers__main__Kind"] = "Cognito",
            ["Identity__Providers__main__Region"] = pool.Id.Split('_')[0],
            ["Identity__Providers__main__UserPoolId"] = pool.Id,
            ["Identity__Providers__main__ResourceServer"] = pool.ResourceServer,
            ["Identity__Providers__main__Issuer"] = issuer,
            ["Identity__Providers__main__Domain"] = ports.LocalCognitoAddress,
        };
        foreach (var (index, client) in pool.PeoplesClients.Index())
        {
            settings[Numbered("Identity__Providers__main__ClientIds__", index)] = client.Id;
        }

        foreach (var (index, client) in pool.Machines.Index())
        {
            settings[Numbered("Identity__Providers__main__MachineClientIds__", index)] = client.Id;
        }

        var people = SamplePeople.Select(sample => (sample.Person, Subject: pool.SubjectOf(sample.Person, sample.Subject))).Where(sample => sample.Subject is not null);
        foreach (var (index, (person, subject)) in people.Index())
        {
            var entry = Numbered("SampleData__Identities__", index);
            settings[entry + "__Person"] = person;
            settings[entry + "__Issuer"] = issuer;
            settings[entry + "__Subject"] = subject!;
        }

        return settings;
    }

    private static string Numbered(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{name}{index}");
}
