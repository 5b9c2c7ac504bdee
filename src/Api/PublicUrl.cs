using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Modular.Infrastructure;

namespace Modular.Api;

/// <summary>
/// Where callers reach this server: the setting <c>PublicUrl</c>, else the first address that it listens on. Never the header <c>Host</c>,
/// which the caller writes freely.
/// </summary>
internal sealed class PublicUrl(IConfiguration configuration, IServer server)
{
    /// <summary>The path of the documentation.</summary>
    public const string Documentation = "/docs";

    private const string Setting = "PublicUrl";

    private readonly string? _configured = Read(configuration)?.GetLeftPart(UriPartial.Authority);

    /// <summary>Scheme, host and port, without a slash behind them.</summary>
    public string Value => _configured ?? Listening();

    /// <summary>The address of <paramref name="path"/>, which begins with a slash.</summary>
    public string Of(string path) => Value + path;

    /// <summary>Checks the configured address, if there is one.</summary>
    /// <exception cref="ConfigurationException">The value is not the address of a server, or is http where https is required.</exception>
    public static void Check(IConfiguration configuration, IHostEnvironment environment)
    {
        if (string.IsNullOrWhiteSpace(configuration[Setting]))
        {
            return;
        }

        // This server answers at the root alone, and so an address with a path would lead nowhere.
        if (Read(configuration) is not { UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" } url
            || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
        {
            throw new ConfigurationException(
                $"{Setting} '{configuration[Setting]}' is not the address of a server: write it like https://api.example.com, without a path, "
                + "a query or a fragment.");
        }

        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback && !environment.IsDevelopment())
        {
            throw new ConfigurationException(
                $"{Setting} '{configuration[Setting]}' is in the clear, where tokens do not travel: write it with https://.");
        }
    }

    private static Uri? Read(IConfiguration configuration) =>
        Uri.TryCreate(configuration[Setting], UriKind.Absolute, out var url) ? url : null;

    private string Listening()
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } address)
        {
            return "http://localhost";
        }

        var binding = BindingAddress.Parse(address);
        var host = binding.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : binding.Host;
        return new UriBuilder(binding.Scheme, host, binding.Port).Uri.GetLeftPart(UriPartial.Authority);
    }
}
