using System.Globalization;

namespace Modular.AppHost.Figure;

/// <summary>One of the three: where it listens, when it counts as ready, and everything it is told.</summary>
/// <param name="Name">Its name on the screen and in <c>AppHost:Ports</c>.</param>
/// <param name="Address">Its base address.</param>
/// <param name="ReadyPath">What answers 200 once it is ready.</param>
/// <param name="Colour">Its colour on the screen, an ANSI code.</param>
/// <param name="Settings">Its own settings; environment variables are the only way a program is configured here.</param>
internal sealed record Member(string Name, string Address, string ReadyPath, int Colour, IReadOnlyDictionary<string, string> Settings)
{
    private const string Pool = "ap-northeast-2_Modular01";

    // The stand-in's sample people; who they are depends on the issuer, and so on the stand-in's port.
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
        // One line each, since each gets the program's name in front; starting and stopping is announced by AppHost.
        ["Logging__Console__FormatterName"] = "simple",
        ["Logging__Console__FormatterOptions__SingleLine"] = "true",
        ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Warning",
    };

    /// <param name="ports">Where they listen.</param>
    /// <param name="folder">A fresh folder for what they write.</param>
    public static IReadOnlyList<Member> All(Ports ports, DirectoryInfo folder)
    {
        var issuer = $"{ports.LocalCognitoAddress}/{Pool}";
        return
        [
            new("LocalCognito", ports.LocalCognitoAddress, $"/{Pool}/.well-known/openid-configuration", 35, LocalCognitoSettings(ports, folder)),
            new("Api", ports.ApiAddress, "/health/ready", 36, ApiSettings(ports, issuer, folder)),
            new("AppClient", ports.AppClientAddress, "/health/live", 32, AppClientSettings(ports, issuer)),
        ];
    }

    private static Dictionary<string, string> LocalCognitoSettings(Ports ports, DirectoryInfo folder) => new(StringComparer.Ordinal)
    {
        ["LocalCognito__PoolFile"] = SamplePool.For(ports, folder),
    };

    private static Dictionary<string, string> AppClientSettings(Ports ports, string issuer) => new(StringComparer.Ordinal)
    {
        ["AppClient__Authority"] = issuer,
        ["AppClient__Domain"] = ports.LocalCognitoAddress,
        ["AppClient__ClientId"] = "web-client",
        ["AppClient__ClientSecret"] = "web-secret",
        ["AppClient__Api"] = ports.ApiAddress,
    };

    private static Dictionary<string, string> ApiSettings(Ports ports, string issuer, DirectoryInfo folder)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PublicUrl"] = ports.ApiAddress,
            ["Database__Provider"] = "Sqlite",
            ["ConnectionStrings__Modular"] = $"Data Source={Path.Combine(folder.FullName, "modular.db")}",
            ["Identity__Providers__main__Kind"] = "Cognito",
            ["Identity__Providers__main__Region"] = "ap-northeast-2",
            ["Identity__Providers__main__UserPoolId"] = Pool,
            ["Identity__Providers__main__ClientIds__0"] = "web-client",
            ["Identity__Providers__main__ClientIds__1"] = "cli-client",
            ["Identity__Providers__main__MachineClientIds__0"] = "fulfilment-client",
            ["Identity__Providers__main__ResourceServer"] = "modular",
            ["Identity__Providers__main__Issuer"] = issuer,
            ["Identity__Providers__main__Domain"] = ports.LocalCognitoAddress,
        };
        foreach (var (index, (person, subject)) in SamplePeople.Index())
        {
            var entry = string.Create(CultureInfo.InvariantCulture, $"SampleData__Identities__{index}__");
            settings[entry + "Person"] = person;
            settings[entry + "Issuer"] = issuer;
            settings[entry + "Subject"] = subject;
        }

        return settings;
    }
}
