using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Modular.Api.CommandLine;

namespace Modular.Api.Tests.Contract;

/// <summary>A source of configuration that has no setting, and notes the name of each that is asked for.</summary>
internal sealed class SettingsReader : ConfigurationProvider, IConfigurationSource
{
    /// <summary>The kinds of providers. The server gets one of each, under the kind's own name.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["Cognito", "Oidc", "Introspection", "Fake"];

    // Sections, whose values the check of the log reads by the framework's own options.
    private static readonly string[] LogSections =
        ["Logging:Console", "Logging:Console:FormatterOptions", "Logging:Console:FormatterOptions:JsonWriterOptions"];

    // One underscore in place of two: the server asks for these names to say which setting was meant.
    private static IEnumerable<string> Misspelt => KnownSettings.All.Select(name => name.Replace(':', '_'));

    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The settings that the server asks for from its start to its first answers, with one provider of each kind. What ASP.NET Core asks for in
    /// an empty program is not among them.
    /// </summary>
    public static async Task<IReadOnlyList<string>> OfTheServerAsync()
    {
        var folder = Directory.CreateTempSubdirectory("modular-settings-").FullName;
        try
        {
            string[] settings = [.. Settings(folder).Select(setting => $"--{setting.Name}={setting.Value}"), "--environment=Development", "--urls=http://127.0.0.1:0"];
            var framework = await AskedAsync(WebApplication.CreateBuilder(["--environment=Development", "--urls=http://127.0.0.1:0"]), StartEmptyAsync);
            var server = await AskedAsync(ApiProgram.NewBuilder(settings), StartServerAsync);

            // The variables of OpenTelemetry have a table and a test of their own.
            return
            [
                .. server.Except([.. framework, .. LogSections, .. Misspelt], StringComparer.OrdinalIgnoreCase)
                    .Where(name => !name.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase)),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override bool TryGet(string key, out string? value)
    {
        _asked.TryAdd(key, true);
        value = null;
        return false;
    }

    // A section that is empty is not bound, and its settings are not asked for.
    private static IEnumerable<(string Name, string Value)> Settings(string folder) =>
    [
        ("ConnectionStrings:Modular", $"Data Source='{Path.Combine(folder, "modular.db")}'"),
        ("Quota:RequestsPerSecond", "200"),
        ("Retention:EventDays", "30"),
        ("Identity:RememberedTokens:Accepted", "10"),
        .. Kinds.Select(kind => ($"Identity:Providers:{kind}:Kind", kind)),
        ("Identity:Providers:Cognito:UserPoolId", "eu-west-1_Example1"),
        ("Identity:Providers:Cognito:Issuer", "http://127.0.0.1:1/eu-west-1_Example1"),
        ("Identity:Providers:Cognito:ClientIds:0", "web-client"),
        ("Identity:Providers:Cognito:ResourceServer", "modular"),
        ("Identity:Providers:Cognito:Domain", "http://127.0.0.1:1"),
        ("Identity:Providers:Oidc:Authority", "http://127.0.0.1:1/oidc"),
        ("Identity:Providers:Oidc:Audiences:0", "orders"),
        ("Identity:Providers:Introspection:Endpoint", "http://127.0.0.1:1/introspect"),
        ("Identity:Providers:Introspection:Issuer", "http://127.0.0.1:1/introspection"),
        ("Identity:Providers:Introspection:ClientId", "orders-api"),
        ("Identity:Providers:Introspection:ClientSecret", "secret"),
        ("Identity:Providers:Introspection:Audiences:0", "orders"),
        ("SampleData:Identities:0:Person", "alice"),
        ("SampleData:Identities:0:Issuer", "https://fake.invalid"),
        ("SampleData:Identities:0:Subject", "alice"),
        ("Telemetry:TrustedParents:0", "10.0.0.0/8"),
        ("TrustedProxies:0", "10.0.0.0/8"),
    ];

    private static async Task<IEnumerable<string>> AskedAsync(WebApplicationBuilder builder, Func<WebApplicationBuilder, Task<WebApplication>> start)
    {
        var reader = new SettingsReader();
        ((IConfigurationBuilder)builder.Configuration).Add(reader);
        await using var app = await start(builder);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        foreach (var path in new[] { "/docs/", "/.well-known/oauth-protected-resource", "/api/orders" })
        {
            using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        }

        await app.StopAsync(TestContext.Current.CancellationToken);
        return reader._asked.Keys;
    }

    private static async Task<WebApplication> StartEmptyAsync(WebApplicationBuilder builder)
    {
        var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static async Task<WebApplication> StartServerAsync(WebApplicationBuilder builder)
    {
        var app = ApiProgram.Build(builder);
        app.Services.CheckConfiguration();
        await app.Services.PrepareDatabaseAsync(app.Environment, TestContext.Current.CancellationToken);
        await StartUp.ListenAsync(app, TestContext.Current.CancellationToken);
        return app;
    }
}
