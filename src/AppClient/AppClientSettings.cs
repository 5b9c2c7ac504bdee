namespace Modular.AppClient;

/// <summary>The section <c>AppClient</c> of the configuration.</summary>
/// <param name="Authority">The identity provider's issuer; its metadata is at <c>{Authority}/.well-known/openid-configuration</c>.</param>
/// <param name="ClientId">This app client's id at the provider.</param>
/// <param name="ClientSecret">Its secret.</param>
/// <param name="Domain">Where the provider's <c>/logout</c> is; without it the metadata's <c>end_session_endpoint</c> is used.</param>
/// <param name="Api">The resource server's base address.</param>
/// <param name="Scopes">The scopes that a sign-in asks for, separated by spaces.</param>
internal sealed record AppClientSettings(Uri Authority, string ClientId, string ClientSecret, Uri? Domain, Uri Api, string Scopes)
{
    private const string DefaultScopes = "openid email profile modular/orders.read";

    /// <exception cref="StartRefusedException">A setting is missing or wrong.</exception>
    public static AppClientSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var section = configuration.GetSection("AppClient");
        return new AppClientSettings(
            Address("Authority", "the identity provider's issuer, such as https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example"),
            Text("ClientId", "the id of this app client at the identity provider"),
            Text("ClientSecret", "the secret of this app client at the identity provider"),
            string.IsNullOrWhiteSpace(section["Domain"]) ? null : Address("Domain", "the address of the identity provider's sign-in pages"),
            Address("Api", "the base address of the resource server"),
            Scopes());

        string Text(string name, string meaning) =>
            section[name] is { } text && !string.IsNullOrWhiteSpace(text)
                ? text
                : throw new StartRefusedException($"AppClient:{name} is missing: set it to {meaning}.");

        string Scopes()
        {
            var scopes = section["Scopes"] ?? DefaultScopes;
            return scopes.Split(' ').Contains("openid", StringComparer.Ordinal)
                ? scopes
                : throw new StartRefusedException(
                    $"AppClient:Scopes '{scopes}' lacks openid, without which no sign-in works: add it, or leave the setting out.");
        }

        Uri Address(string name, string meaning)
        {
            var text = Text(name, meaning);
            if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            {
                throw new StartRefusedException($"AppClient:{name} '{text}' is no http(s) address: set it to {meaning}.");
            }

            // Tokens and secrets go there.
            return string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) || environment.IsDevelopment()
                ? address
                : throw new StartRefusedException(
                    $"AppClient:{name} '{text}' is plain http, which only the Development environment allows: use https.");
        }
    }
}
