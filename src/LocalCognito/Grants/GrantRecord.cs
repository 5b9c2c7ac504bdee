using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Grants;

/// <summary>A <see cref="SignInGrant"/> in a file: people and clients by their names, because the pool file describes them.</summary>
internal sealed record GrantRecord(
    string Client,
    string Sub,
    IReadOnlyList<string> Scopes,
    DateTimeOffset AuthTime,
    string? Level,
    string OriginJti,
    string EventId,
    string? Nonce,
    string? Resource)
{
    public static GrantRecord Of(SignInGrant grant) => new(
        grant.Client.Id,
        grant.User.Sub,
        grant.Scopes,
        grant.AuthTime,
        grant.Level?.Name,
        grant.OriginJti,
        grant.EventId,
        grant.Nonce,
        grant.Resource);

    /// <summary>Null when the pool file no longer has the person or the client.</summary>
    public SignInGrant? In(UserPool pool) => pool.Clients.GetValueOrDefault(Client) is { } client && pool.Users.FindBySub(Sub) is { } user
        ? new SignInGrant(client, user, Scopes, AuthTime, Level is null ? null : pool.AcrLevels.Find(Level), OriginJti, EventId, Nonce, Resource)
        : null;
}
