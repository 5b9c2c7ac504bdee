using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;
using Modular.Domain.Customers;

namespace Modular.Infrastructure.Identity.Cognito;

internal sealed partial class CognitoCheck(IHostEnvironment environment) : UserPoolCheck<CognitoOptions>
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    protected override IEnumerable<string> CheckOwn(CognitoOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.UserPoolId))
        {
            yield return "UserPoolId is missing: set it to the user pool's id, like ap-northeast-2_AbCdEf123.";
        }
        else if (!PoolId.IsMatch(options.UserPoolId))
        {
            yield return $"UserPoolId '{options.UserPoolId}' is no user pool's id: it looks like ap-northeast-2_AbCdEf123.";
        }

        foreach (var region in options.AdditionalRegions.Prepend(options.Region).OfType<string>())
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

        foreach (var failure in CheckIssuer(options.Issuer).Concat(CheckAddresses(options)).Concat(CheckKeys(options)).Concat(CheckOnlineCheck(options)))
        {
            yield return failure;
        }
    }

    private static IEnumerable<string> CheckIssuer(string? issuer)
    {
        if (issuer is { Length: > ExternalIdentity.MaxIssuerLength })
        {
            yield return $"Issuer is longer than {ExternalIdentity.MaxIssuerLength} characters: shorten it.";
        }

        if (issuer is not null && issuer.EndsWith('/'))
        {
            yield return "Issuer ends with a slash: write it exactly as the tokens have it.";
        }
    }

    private static IEnumerable<string> CheckKeys(CognitoOptions options)
    {
        if (options.KeysMaxAgeMinutes is < 10 or > 10_080)
        {
            yield return $"KeysMaxAgeMinutes {options.KeysMaxAgeMinutes} is out of range: set 10 to 10080.";
        }

        if (options is { KeysFile: not null, KeysUri: not null })
        {
            yield return "KeysFile and KeysUri are both set: remove one.";
        }

        if (options.KeysFile is { } file && JwksFile.WhatIsWrong(file) is { } wrong)
        {
            yield return $"KeysFile '{file}' {wrong}.";
        }
    }

    private static IEnumerable<string> CheckOnlineCheck(CognitoOptions options)
    {
        if (!Enum.IsDefined(options.OnlineCheck))
        {
            yield return "OnlineCheck is unknown. Known: None, UserInfo.";
        }

        if (options is { OnlineCheck: OnlineCheck.UserInfo, Domain: null })
        {
            yield return "OnlineCheck UserInfo needs Domain: set it to the pool's domain, like https://shop.auth.eu-west-1.amazoncognito.com.";
        }

        if (options.OnlineCheckSeconds is < 1 or > 60)
        {
            yield return $"OnlineCheckSeconds {options.OnlineCheckSeconds} is out of range: set 1 to 60.";
        }
    }

    private IEnumerable<string> CheckAddresses(CognitoOptions options)
    {
        foreach (var (setting, value) in new[]
        {
            (nameof(options.Issuer), options.Issuer), (nameof(options.KeysUri), options.KeysUri), (nameof(options.Domain), options.Domain),
        })
        {
            if (value is not null && WrongAddress(setting, value, environment) is { } wrong)
            {
                yield return wrong;
            }
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{1,40}_[A-Za-z0-9]{1,64}\z", Options)]
    private static partial Regex PoolId { get; }

    [GeneratedRegex(@"^[a-z]{2,10}(-[a-z0-9]{1,12}){1,5}\z", Options)]
    private static partial Regex Region { get; }
}
