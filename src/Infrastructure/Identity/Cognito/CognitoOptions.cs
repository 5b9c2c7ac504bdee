namespace Modular.Infrastructure.Identity.Cognito;

/// <summary>An Amazon Cognito user pool. Region and pool id alone give the issuers and the key address.</summary>
public sealed class CognitoOptions : UserPoolOptions
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

    /// <summary>
    /// The path of a mirrored JWKS, read again whenever it changes, for a network from which no key address can be reached. It must not be
    /// writable by group or others. Its age is that of its last write.
    /// </summary>
    public string? KeysFile { get; set; }

    /// <summary>
    /// How long the last good keys serve when no newer ones can be fetched, in minutes, 10 to 10,080 (a week). Past it every token is
    /// undecided. Default: 240.
    /// </summary>
    public int KeysMaxAgeMinutes { get; set; } = 240;

    /// <summary>The pool's domain, like <c>https://shop.auth.eu-west-1.amazoncognito.com</c>: where people sign in and tokens come from.</summary>
    public string? Domain { get; set; }

    /// <summary>
    /// Whether Cognito is asked about people's tokens: the only way to learn of a revocation. Machines' tokens cannot be checked so, and pass on
    /// the local check alone. Default: <see cref="OnlineCheck.None"/>.
    /// </summary>
    public OnlineCheck OnlineCheck { get; set; }

    /// <summary>How long Cognito's answer to an online check is good, in seconds, 1 to 60. Default: 5.</summary>
    public int OnlineCheckSeconds { get; set; } = 5;
}

/// <summary>Whether a pool is asked about tokens that are good by themselves.</summary>
public enum OnlineCheck
{
    /// <summary>Never: a revoked token is good until it ends.</summary>
    None,

    /// <summary>By <c>/oauth2/userInfo</c> of the pool's domain: people's tokens must have the scope <c>openid</c>.</summary>
    UserInfo,
}
