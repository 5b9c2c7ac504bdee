using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Grants;

/// <summary>Which sign-ins Cognito's own endpoints no longer serve. A server that verifies tokens locally accepts them until they expire.</summary>
internal sealed class SignIns(RevokedSignIns revoked, UserStates people)
{
    public bool IsOver(SignInGrant grant) => IsOver(grant.User, grant.AuthTime.ToUnixTimeSeconds(), grant.OriginJti);

    /// <summary>As a token says it: the time in whole seconds, and perhaps no origin.</summary>
    public bool IsOver(PoolUser user, long authTime, string? originJti) =>
        (originJti is not null && revoked.Contains(originJti)) || people.IsOver(user, authTime, originJti);
}
