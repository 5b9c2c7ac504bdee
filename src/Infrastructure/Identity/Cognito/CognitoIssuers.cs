namespace Modular.Infrastructure.Identity.Cognito;

/// <summary>The issuers of a user pool: AWS has two forms, and a replicated pool one more for each region.</summary>
internal static class CognitoIssuers
{
    /// <summary>Every issuer, the canonical one first: customers are linked to that one, whichever form a token has.</summary>
    public static IReadOnlyList<string> Of(CognitoOptions options)
    {
        if (options.Issuer is not null)
        {
            return [options.Issuer];
        }

        // A region that is set as well is the same one: the check of the options saw to that.
        var pool = options.UserPoolId!;
        var region = pool.Split('_')[0];
        return
        [
            .. options.AdditionalRegions.Prepend(region).Distinct(StringComparer.Ordinal)
                .Select(issuing => $"https://cognito-idp.{issuing}.{SuffixOf(issuing)}/{pool}"),
            $"https://issuer-cognito-idp.{region}.{SuffixOf(region)}/{pool}",
        ];
    }

    // The partitions of AWS have domains of their own.
    private static string SuffixOf(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn"
        : region.StartsWith("eusc-", StringComparison.Ordinal) ? "amazonaws.eu"
        : "amazonaws.com";
}
