using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;
using Modular.Domain.Customers;

namespace Modular.Infrastructure.Identity.Cognito;

internal sealed partial class CognitoCheck(IHostEnvironment environment) : ProviderCheck<CognitoOptions>
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    protected override IEnumerable<string> Check(CognitoOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.UserPoolId))
        {
            yield return "UserPoolId is missing: set it to the user pool's id, like ap-northeast-2_AbCdEf123.";
        }
        else if (!PoolId.IsMatch(options.UserPoolId))
        {
            yield return $"UserPoolId '{options.UserPoolId}' is no user pool's id: it looks like ap-northeast-2_AbCdEf123.";
        }

        foreach (var region in options.AdditionalRegions.Append(options.Region).OfType<string>())
        {
            if (!Region.IsMatch(region))
            {
                yield return $"Region '{region}' is no AWS region: it looks like ap-northeast-2.";
            }
        }

        if (options is { Region: { } stated, UserPoolId: { } pool } && !pool.StartsWith(stated + "_", StringComparison.Ordinal))
        {
            yield return $"Region '{stated}' is not the one that UserPoolId begins with: remove it, or list replicas in AdditionalRegions.";
        }

        if (options.Issuer is { Length: > ExternalIdentity.MaxIssuerLength })
        {
            yield return $"Issuer is longer than {ExternalIdentity.MaxIssuerLength} characters: shorten it.";
        }

        if (options.Issuer is { } issuer && issuer.EndsWith('/'))
        {
            yield return "Issuer ends with a slash: write it exactly as the tokens have it.";
        }

        foreach (var (setting, value) in new[]
        {
            (nameof(options.Issuer), options.Issuer), (nameof(options.KeysUri), options.KeysUri), (nameof(options.Domain), options.Domain),
        })
        {
            if (value is not null && !IsAddress(value))
            {
                yield return $"{setting} '{value}' is no address that may be asked: write an https:// address"
                    + $"{(environment.IsDevelopment() ? " (in Development also http://)" : " (http:// is for Development only)")}.";
            }
        }

        foreach (var failure in CheckClients(options))
        {
            yield return failure;
        }
    }

    private bool IsAddress(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && environment.IsDevelopment()))
        && uri is { UserInfo: "", Query: "", Fragment: "" };

    [GeneratedRegex("^[a-z][a-z0-9-]{1,40}_[A-Za-z0-9]{1,64}$", Options)]
    private static partial Regex PoolId { get; }

    [GeneratedRegex("^[a-z]{2,10}(-[a-z0-9]{1,12}){1,5}$", Options)]
    private static partial Regex Region { get; }
}
