namespace Modular.LocalCognito;

/// <summary>Every line that this program logs. None carries a token, a secret, a password, a user name or an e-mail address.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "User pool {PoolId} at {Address}, issuer {Issuer}; callers reach it at {PublicAddress}.")]
    public static partial void Started(this ILogger log, string poolId, string address, string issuer, string publicAddress);

    [LoggerMessage(10, LogLevel.Information, "Client {ClientId} redeemed a code of person {Sub}.")]
    public static partial void CodeRedeemed(this ILogger log, string clientId, string sub);

    [LoggerMessage(11, LogLevel.Warning, "Client {ClientId} redeemed a code again: its sign-in is revoked.")]
    public static partial void CodeReplayed(this ILogger log, string clientId);

    [LoggerMessage(12, LogLevel.Information, "A token request was refused with {Error}.")]
    public static partial void TokenRefused(this ILogger log, string error);

    [LoggerMessage(13, LogLevel.Warning, "Public client {ClientId} got a code without PKCE: Cognito allows that, and the code has no other protection (RFC 9700). Send code_challenge and code_challenge_method=S256.")]
    public static partial void WithoutPkce(this ILogger log, string clientId);

    [LoggerMessage(20, LogLevel.Information, "A sign-in at client {ClientId} was refused.")]
    public static partial void SignInRefused(this ILogger log, string clientId);

    [LoggerMessage(30, LogLevel.Error, "The data folder cannot be read or written.")]
    public static partial void DataFolderFailed(this ILogger log, Exception error);
}
