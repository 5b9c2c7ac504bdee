using Modular.Telemetry.Logging;

namespace Modular.LocalCognito;

/// <summary>Checks the arguments and the environment of the program, in the usual form of an ASP.NET Core program.</summary>
internal static class CommandLine
{
    private static readonly string[] Settings = ["DataFolder", "PoolFile", "PublicUrl"];
    private static readonly string[] Arguments = ["--urls", "--environment", "--LocalCognito:PoolFile", "--LocalCognito:DataFolder", "--LocalCognito:PublicUrl"];

    /// <exception cref="StartRefusedException">An argument or a setting of ours is unknown.</exception>
    public static LocalCognitoOptions Read(string[] args)
    {
        CheckArguments(args);
        var host = new ConfigurationBuilder()
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables("DOTNET_")
            .AddCommandLine(args)
            .Build();
        var all = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        var own = all.GetSection("LocalCognito");
        if (own.GetChildren().Select(setting => setting.Key).FirstOrDefault(name => !Settings.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new StartRefusedException($"LocalCognito:{unknown} is unknown. Known: {string.Join(", ", Settings)}.");
        }

        var name = host["environment"] is { Length: > 0 } text ? text : Environments.Development;
        var isDevelopment = name.Equals(Environments.Development, StringComparison.OrdinalIgnoreCase);
        return new LocalCognitoOptions
        {
            Urls = host["urls"] is { Length: > 0 } urls ? urls : "http://localhost:9229",
            Environment = name,
            PoolFile = own["PoolFile"] is { Length: > 0 } file ? file : null,
            PublicUrl = own["PublicUrl"] is { Length: > 0 } address ? address : null,
            DataFolder = own["DataFolder"] is { Length: > 0 } folder ? folder : null,
            Telemetry = new ConfigurationBuilder().AddInMemoryCollection(all.AsEnumerable().Where(IsOfTelemetry)).Build(),
            Logging = logging => logging
                .AddConsole(console => console.FormatterName = isDevelopment ? Logs.Line : Logs.JsonLines)
                .AddFilter("Microsoft", LogLevel.Warning)
                // A failure of the start ends the program, which reports it itself.
                .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None),
        };
    }

    private static bool IsOfTelemetry(KeyValuePair<string, string?> setting) =>
        setting.Key.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase) || setting.Key.StartsWith("Telemetry:", StringComparison.OrdinalIgnoreCase);

    /// <summary>The configuration ignores unknown names, and then another pool would run than the intended one.</summary>
    private static void CheckArguments(string[] args)
    {
        for (var at = 0; at < args.Length; at++)
        {
            var name = args[at].Split('=')[0];
            if (!Arguments.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new StartRefusedException($"'{name}' is unknown. Known: {string.Join(", ", Arguments)}, each with a value; or hash-password alone.");
            }

            if (name.Length == args[at].Length && ++at == args.Length)
            {
                throw new StartRefusedException($"{name} lacks its value.");
            }
        }
    }
}
