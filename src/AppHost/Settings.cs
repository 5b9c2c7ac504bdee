using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Modular.AppHost;

/// <summary>
/// The settings of the section <c>AppHost</c>, from environment variables (<c>AppHost__Ports__Api</c>) and the command line
/// (<c>--AppHost:Ports:Api=5081</c>), which wins.
/// </summary>
/// <param name="Ports">Where each program listens on loopback.</param>
/// <param name="ReadyWithin">How long each program may take until it answers; <c>AppHost:ReadyWithinSeconds</c>.</param>
/// <param name="PoolFile">The full path of a pool file for the stand-in; null for the sample. <c>AppHost:PoolFile</c>, or the stand-in's own <c>LocalCognito:PoolFile</c>.</param>
/// <param name="Database">The resource server's database.</param>
internal sealed record Settings(Ports Ports, TimeSpan ReadyWithin, string? PoolFile, DatabaseChoice Database)
{
    private const int DefaultReadySeconds = 60;

    private static readonly string[] Known =
    [
        "Ports:LocalCognito", "Ports:Api", "Ports:AppClient", "Ports:Dashboard", "PoolFile", "Database", "PostgreSql:Image", "PostgreSql:Server", "ReadyWithinSeconds",
    ];

    // A setting of the stand-in, under the name by which the stand-in alone takes it.
    private const string StandInsPoolFile = "LocalCognito:PoolFile";

    public static Settings Read(string[] args)
    {
        var sources = Sources(args);
        var section = sources.GetSection("AppHost");
        RefuseUnknown(section);
        var ports = new Ports(
            Number(section, "Ports:LocalCognito", Ports.Default.LocalCognito, 65535),
            Number(section, "Ports:Api", Ports.Default.Api, 65535),
            Number(section, "Ports:AppClient", Ports.Default.AppClient, 65535),
            FindDashboardPort(section));
        var readyWithin = TimeSpan.FromSeconds(Number(section, "ReadyWithinSeconds", DefaultReadySeconds, 3600));
        return new Settings(ports, readyWithin, FindPoolFile(section, sources), DatabaseChoice.Read(section));
    }

    // The printed link says where the dashboard is, so another figure on the machine may have the usual port.
    private static int FindDashboardPort(IConfigurationSection section)
    {
        var port = Number(section, "Ports:Dashboard", Ports.Default.Dashboard, 65535);
        return section["Ports:Dashboard"] is null && TakenPorts.IsTaken(port) ? FreePort.Find() : port;
    }

    // Relative to the folder in which the command was given.
    private static string? FindPoolFile(IConfigurationSection section, IConfigurationRoot sources) =>
        (section["PoolFile"] ?? sources[StandInsPoolFile]) is { Length: > 0 } path ? Path.GetFullPath(path) : null;

    private static IConfigurationRoot Sources(string[] args)
    {
        // Read as settings, anything else would be passed over in silence.
        var wrong = args.FirstOrDefault(arg =>
            !(arg.StartsWith("--AppHost:", StringComparison.OrdinalIgnoreCase) && arg.Contains('=', StringComparison.Ordinal))
            && !arg.StartsWith($"--{StandInsPoolFile}=", StringComparison.OrdinalIgnoreCase));
        return wrong is null
            ? new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build()
            : throw new StartRefusedException($"The argument '{wrong}' is no setting: write settings like --AppHost:Ports:Api=5081.");
    }

    private static void RefuseUnknown(IConfigurationSection section)
    {
        var values = section.AsEnumerable(makePathsRelative: true).Where(pair => pair.Value is not null).Select(pair => pair.Key);
        foreach (var name in values.Where(name => !Known.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            throw new StartRefusedException(
                $"The setting AppHost:{name} is unknown. Known: {string.Join(", ", Known.Select(known => "AppHost:" + known))}.");
        }
    }

    private static int Number(IConfigurationSection section, string name, int fallback, int highest)
    {
        var text = section[name];
        if (text is null)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= highest
            ? number
            : throw new StartRefusedException($"AppHost:{name} is '{text}': use a whole number from 1 to {highest}.");
    }
}
