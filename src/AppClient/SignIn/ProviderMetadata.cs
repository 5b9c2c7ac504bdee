using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Modular.AppClient.SignIn;

/// <summary>The metadata of the identity provider; read once, then cached and renewed in the background.</summary>
internal sealed partial class ProviderMetadata(
    AppClientSettings settings, IOptionsMonitor<OpenIdConnectOptions> openIdConnect, TimeProvider time, ILogger<ProviderMetadata> logger)
{
    private readonly LogBudget _lines = new(time);

    /// <summary>Whether a person can be redirected there to sign in.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken);
            return true;
        }
        catch (InvalidOperationException error) when (!cancellationToken.IsCancellationRequested)
        {
            // The configuration manager wraps every failure in this exception.
            if (_lines.TryTake(out var leftOut))
            {
                DoesNotAnswer(error.InnerException?.GetType().Name, leftOut);
            }

            return false;
        }
    }

    /// <summary>
    /// Where a person's session at the provider ends, or null when it has no such place. Reads the metadata at most the first
    /// time, which is before the first sign-in.
    /// </summary>
    public async ValueTask<Uri?> LogoutAddressAsync(CancellationToken cancellationToken)
    {
        if (settings.Domain is { } domain)
        {
            return new Uri(domain, "/logout");
        }

        return Uri.TryCreate((await ReadAsync(cancellationToken)).EndSessionEndpoint, UriKind.Absolute, out var address) ? address : null;
    }

    /// <summary>Cognito's way of signing out: <c>/logout?client_id=…&amp;logout_uri=…</c>.</summary>
    /// <param name="home">This program's start page, registered at the provider character by character.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<string> LogoutRedirectAsync(string home, CancellationToken cancellationToken) =>
        await LogoutAddressAsync(cancellationToken) is { } address
            ? QueryHelpers.AddQueryString(address.AbsoluteUri, new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["client_id"] = settings.ClientId,
                ["logout_uri"] = home,
            })
            : home;

    private Task<OpenIdConnectConfiguration> ReadAsync(CancellationToken cancellationToken) =>
        openIdConnect.Get(OpenIdConnectDefaults.AuthenticationScheme).ConfigurationManager!.GetConfigurationAsync(cancellationToken);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "The identity provider's metadata cannot be read: {Failure}; {LeftOut} more times since the last line")]
    private partial void DoesNotAnswer(string? failure, long leftOut);
}
