using Microsoft.Extensions.Hosting;
using Modular.Domain.Customers;

namespace Modular.Infrastructure.Identity.Fake;

/// <summary>The key can sign a token for any person, so Fake is allowed only where the developer alone can connect.</summary>
internal sealed class FakeCheck(IHostEnvironment environment, ListeningAddresses listening) : UserPoolCheck<FakeOptions>
{
    protected override IEnumerable<string> CheckOwn(FakeOptions options)
    {
        if (!environment.IsDevelopment() && !environment.IsEnvironment("Testing"))
        {
            yield return $"Kind Fake is for Development and Testing, and this is {environment.EnvironmentName}: "
                + "configure a real provider.";
        }

        // A text that is no address is refused elsewhere: the server cannot listen on it.
        foreach (var address in listening.All.Where(address => ListeningAddresses.IsAddress(address.Value) && !ListeningAddresses.IsLoopback(address.Value)))
        {
            yield return $"Kind Fake is for loopback addresses, and '{address.Value}' of {address.Setting} is none: listen on http://localhost, "
                + "or configure a real provider.";
        }

        if (string.IsNullOrWhiteSpace(options.Issuer) || options.Issuer.Length > ExternalIdentity.MaxIssuerLength)
        {
            yield return $"Issuer is blank or longer than {ExternalIdentity.MaxIssuerLength} characters: remove it, or set the tokens' issuer.";
        }

        if (options.Key is not null && !IsKey(options.Key))
        {
            yield return $"Key is not base64 of {FakeOptions.MinKeyBytes} bytes or more: make one with 'openssl rand -base64 32'.";
        }
    }

    private static bool IsKey(string key)
    {
        var bytes = new byte[key.Length];
        return Convert.TryFromBase64String(key, bytes, out var length) && length >= FakeOptions.MinKeyBytes;
    }
}
