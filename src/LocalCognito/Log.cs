namespace Modular.LocalCognito;

/// <summary>Every line that this program logs. None carries a token, a secret, a password, a subject, a user name or an e-mail address.</summary>
internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Information, "User pool {PoolId} at {Address}, issuer {Issuer}; callers reach it at {PublicAddress}.")]
    public static partial void Started(this ILogger logger, string poolId, string address, string issuer, string publicAddress);

    [LoggerMessage(3010, LogLevel.Information, "Client {ClientId} redeemed a code.")]
    public static partial void CodeRedeemed(this ILogger logger, string clientId);

    [LoggerMessage(3011, LogLevel.Warning, "Client {ClientId} redeemed a code again: its sign-in is revoked.")]
    public static partial void CodeReplayed(this ILogger logger, string clientId);

    [LoggerMessage(3012, LogLevel.Information, "A token request was refused with {Error}.")]
    public static partial void TokenRefused(this ILogger logger, string error);

    [LoggerMessage(3013, LogLevel.Warning, "Public client {ClientId} got a code without PKCE: Cognito allows that, and the code has no other protection (RFC 9700). Send code_challenge and code_challenge_method=S256.")]
    public static partial void WithoutPkce(this ILogger logger, string clientId);

    [LoggerMessage(3020, LogLevel.Information, "A sign-in at client {ClientId} was refused.")]
    public static partial void SignInRefused(this ILogger logger, string clientId);

    [LoggerMessage(3030, LogLevel.Error, "The data folder cannot be read or written.")]
    public static partial void DataFolderFailed(this ILogger logger, Exception error);
}
