namespace Modular.Infrastructure.Identity.Cognito;

/// <summary>An Amazon Cognito user pool. Region and pool id alone give the issuers and the key address.</summary>
public sealed class CognitoOptions : PoolOptions
{
    /// <summary>The pool's AWS region, like <c>ap-northeast-2</c>. Default: the part of <see cref="UserPoolId"/> before the underscore.</summary>
    public string? Region { get; set; }

    /// <summary>The pool's id, like <c>ap-northeast-2_AbCdEf123</c>.</summary>
    public string? UserPoolId { get; set; }

    /// <summary>Further regions that the pool is replicated to: each one issues tokens under its own name.</summary>
    public IList<string> AdditionalRegions { get; } = [];

    /// <summary>The only issuer, instead of those that region and pool id give: for a stand-in.</summary>
    public string? Issuer { get; set; }

    /// <summary>Where the keys are, instead of <c>{issuer}/.well-known/jwks.json</c>.</summary>
    public string? KeysUri { get; set; }

    /// <summary>The pool's domain, like <c>https://shop.auth.eu-west-1.amazoncognito.com</c>: where people sign in and tokens come from.</summary>
    public string? Domain { get; set; }
}
