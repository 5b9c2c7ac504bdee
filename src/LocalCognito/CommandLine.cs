namespace Modular.LocalCognito;

/// <summary>What the program is told by its arguments and its environment, in the usual form of an ASP.NET Core program.</summary>
internal static class CommandLine
{
    public static LocalCognitoOptions Read(string[] args)
    {
        var host = new ConfigurationBuilder()
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables("DOTNET_")
            .AddCommandLine(args)
            .Build();
        var own = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build().GetSection("LocalCognito");
        return new LocalCognitoOptions
        {
            Urls = host["urls"] is { Length: > 0 } urls ? urls : "http://localhost:9229",
            Environment = host["environment"] is { Length: > 0 } environment ? environment : Environments.Development,
            PoolFile = own["PoolFile"] is { Length: > 0 } file ? file : null,
            DataFolder = own["DataFolder"] is { Length: > 0 } folder ? folder : null,
            Logging = logging => logging
                .AddSimpleConsole(console => console.SingleLine = true)
                .AddFilter("Microsoft", LogLevel.Warning),
        };
    }
}
