using System.Net;
using Microsoft.Extensions.Configuration;

namespace Modular.Telemetry.Edge;

/// <summary>
/// The peers whose <c>traceparent</c> is taken over, <c>Telemetry:TrustedParents:&lt;n&gt;</c>: the addresses from which this team's own programs
/// connect. Every other request begins a trace of its own, so that no stranger decides what is sampled or joins a trace.
/// </summary>
/// <param name="networks">The networks of the peers.</param>
public sealed class TrustedParents(IReadOnlyList<IPNetwork> networks)
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Telemetry:TrustedParents";

    private static readonly IPNetwork[] Loopback = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    /// <summary>No peer is trusted.</summary>
    public static TrustedParents None { get; } = new([]);

    /// <summary>Reads the settings.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="trustsLoopback">Whether loopback is trusted where nothing is set.</param>
    /// <param name="problems">Gets a sentence for each wrong entry.</param>
    public static TrustedParents Read(IConfiguration configuration, bool trustsLoopback, ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(problems);
        var section = configuration.GetSection(Section);
        if (!string.IsNullOrEmpty(section.Value))
        {
            problems.Add($"{Section} is a list: set {Section}:<entry>, like {Section}:0.");
        }

        var entries = section.GetChildren().ToList();
        return entries.Count == 0
            ? new TrustedParents(trustsLoopback ? Loopback : [])
            : new TrustedParents([.. entries.Select(entry => Network(entry, problems)).OfType<IPNetwork>()]);
    }

    /// <summary>Whether a peer is one of them. A peer without an address, as on a Unix socket, is not.</summary>
    public bool Contain(IPAddress? peer)
    {
        if (peer is null || networks.Count == 0)
        {
            return false;
        }

        var address = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        foreach (var network in networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static IPNetwork? Network(IConfigurationSection entry, ICollection<string> problems)
    {
        var text = entry.Value ?? "";
        if (IPNetwork.TryParse(text, out var network))
        {
            if (network.PrefixLength > 0)
            {
                return network;
            }

            problems.Add($"{entry.Path} '{text}' trusts every caller: name the addresses of your own programs, like 10.0.0.7 or 10.0.0.0/24.");
            return null;
        }

        // A lone number would be an address, too.
        if (IPAddress.TryParse(text, out var address) && text.AsSpan().ContainsAny('.', ':'))
        {
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }

        problems.Add($"{entry.Path} '{text}' is no address and no network: write it like 10.0.0.7 or 10.0.0.0/24.");
        return null;
    }
}
