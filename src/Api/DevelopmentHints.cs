using Modular.Application.Identity;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Identity;

namespace Modular.Api;

/// <summary>Logs two hints for developers: why a person has no orders, and why no token can be issued.</summary>
internal static partial class DevelopmentHints
{
    /// <summary>Compares the sample people and the providers, as they are configured.</summary>
    public static void Say(IServiceProvider services, SampleData samples)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("Modular.Api.Development");
        var providers = services.GetRequiredService<IdentityProviders>();
        var issuers = services.GetRequiredService<ICanonicalIssuers>();
        if (!samples.Issuers.Any(issuer => issuers.Find(issuer) is not null))
        {
            LogNobodyKnown(log, string.Join(", ", samples.Issuers), providers.Descriptions[0].Issuer);
        }

        foreach (var provider in services.GetRequiredService<IConfiguration>().GetSection("Identity:Providers").GetChildren())
        {
            if (provider["Kind"] is "Fake" && provider["Key"] is null)
            {
                LogRandomKey(log, provider.Key, provider.Path.Replace(":", "__", StringComparison.Ordinal));
            }
        }
    }

    [LoggerMessage(
        1008,
        LogLevel.Warning,
        "The sample orders belong to people of {Issuers}, and no configured provider is one of these: a person who signs in has no orders. "
        + "Set SampleData__Identities__0__Person=alice, SampleData__Identities__0__Issuer={Issuer} and "
        + "SampleData__Identities__0__Subject=<the sub of that person's tokens>, and start with an empty database")]
    private static partial void LogNobodyKnown(ILogger logger, string issuers, string issuer);

    [LoggerMessage(
        1009,
        LogLevel.Warning,
        "The provider '{Provider}' has a random key, which tests in this process know alone. To sign tokens yourself, set {Section}__Key to "
        + "the output of 'openssl rand -base64 32'; CONTRIBUTING.md shows how a token is made with it")]
    private static partial void LogRandomKey(ILogger logger, string provider, string section);
}
