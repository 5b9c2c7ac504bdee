using Microsoft.Extensions.Hosting;
using Modular.Domain.Customers;

namespace Modular.Infrastructure.Identity.Introspection;

internal sealed class IntrospectionCheck(IHostEnvironment environment) : StandardProviderCheck<IntrospectionOptions>
{
    protected override IEnumerable<string> CheckOwn(IntrospectionOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Endpoint))
        {
            yield return "Endpoint is missing: set it to the provider's introspection endpoint, like https://login.example.com/introspect.";
        }
        else if (WrongAddress(nameof(options.Endpoint), options.Endpoint, environment) is { } wrong)
        {
            yield return wrong;
        }

        if (string.IsNullOrWhiteSpace(options.Issuer) || options.Issuer.Length > ExternalIdentity.MaxIssuerLength)
        {
            yield return $"Issuer is missing or longer than {ExternalIdentity.MaxIssuerLength} characters: set it to the provider's issuer, to which customers are linked.";
        }

        if (string.IsNullOrWhiteSpace(options.ClientId) || string.IsNullOrWhiteSpace(options.ClientSecret))
        {
            yield return "ClientId or ClientSecret is missing, and no provider explains tokens to strangers: set both.";
        }

        if (!IntrospectionCredentials.Known.Contains(options.ClientAuthentication, StringComparer.Ordinal))
        {
            yield return $"ClientAuthentication '{options.ClientAuthentication}' is unknown. Known: {string.Join(", ", IntrospectionCredentials.Known)}.";
        }

        if (options.AnswerSeconds is < 1 or > 30)
        {
            yield return $"AnswerSeconds {options.AnswerSeconds} is out of range: set 1 to 30.";
        }
    }
}
