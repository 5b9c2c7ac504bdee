using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Modular.Infrastructure;

namespace Modular.Api;

/// <summary>
/// The proxies in front of this server, <c>TrustedProxies:&lt;n&gt;</c>: from them alone it takes the address of the caller (<c>X-Forwarded-For</c>, the right-most
/// address that is no proxy's) and how (<c>X-Forwarded-Proto</c>). Without any entry, these headers are ignored.
/// </summary>
internal static class TrustedProxies
{
    private const string Section = "TrustedProxies";

    /// <exception cref="ConfigurationException">An entry is no address and no network, or an entry trusts every address.</exception>
    public static IServiceCollection AddTrustedProxies(this IServiceCollection services, IConfiguration configuration)
    {
        if (bool.TryParse(configuration["ForwardedHeaders_Enabled"], out var everybody) && everybody)
        {
            throw new ConfigurationException(
                $"ASPNETCORE_FORWARDEDHEADERS_ENABLED trusts the forwarded headers of every client: remove it, and name the proxies in {Section}:0.");
        }

        var section = configuration.GetSection(Section);
        if (!string.IsNullOrEmpty(section.Value))
        {
            throw new ConfigurationException($"{Section} is a list: set {Section}:<entry>, like {Section}:0.");
        }

        var networks = section.GetChildren().Select(Read).ToList();
        return services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;

            // As many hops as are trusted, one after the other from the right.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            networks.ForEach(options.KnownIPNetworks.Add);
        });
    }

    public static void UseTrustedProxies(this WebApplication app)
    {
        // The middleware reads an empty list as every address.
        if (app.Configuration.GetSection(Section).GetChildren().Any())
        {
            app.UseForwardedHeaders();
        }
    }

    private static System.Net.IPNetwork Read(IConfigurationSection entry)
    {
        var text = entry.Value ?? "";
        if (System.Net.IPNetwork.TryParse(text, out var network))
        {
            return network.PrefixLength > 0
                ? network
                : throw new ConfigurationException($"{entry.Path} '{text}' trusts every address: name the proxies, like 10.0.0.7 or 10.0.0.0/8.");
        }

        // A lone number would be an address, too.
        return IPAddress.TryParse(text, out var address) && text.AsSpan().ContainsAny('.', ':')
            ? new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new ConfigurationException($"{entry.Path} '{text}' is no address and no network: write it like 10.0.0.7 or 10.0.0.0/8.");
    }
}
