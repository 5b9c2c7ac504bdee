namespace Modular.LocalCognito.Pool;

/// <summary>A person of the pool.</summary>
internal sealed record PoolUser(
    string Username,
    string Sub,
    PasswordHash Password,
    IReadOnlyList<string> Groups,
    IReadOnlyDictionary<string, string> Attributes)
{
    public static PoolUser Read(JsonField field, string poolId, IReadOnlyList<string> groups)
    {
        field.Knows("username", "sub", "password", "passwordHash", "groups", "attributes");
        var username = field.Text("username");
        var sub = field.OptionalText("sub") ?? DerivedSub.Of(poolId, username);
        var user = new PoolUser(username, sub, ReadPassword(field), field.Texts("groups"), field.TextMap("attributes"));
        if (user.Username.Length > 128)
        {
            throw field.Wrong("username", "must be at most 128 characters.");
        }

        if (user.Groups.FirstOrDefault(group => !groups.Contains(group, StringComparer.Ordinal)) is { } group)
        {
            throw field.Wrong("groups", $"'{group}' is unknown: add it to the pool's groups, or remove it here.");
        }

        if (user.Attributes.Keys.FirstOrDefault(ReservedClaims.Contains) is { } attribute)
        {
            throw field.Wrong($"attributes.{attribute}", "is a claim that the pool itself sets: remove it.");
        }

        return user;
    }

    private static PasswordHash ReadPassword(JsonField field)
    {
        var (plain, hashed) = (field.OptionalText("password"), field.OptionalText("passwordHash"));
        if (plain is null == hashed is null)
        {
            throw field.Wrong("password", "or passwordHash must be given, and not both.");
        }

        if (plain is not null)
        {
            return PasswordHash.Of(plain, iterations: 1);
        }

        return PasswordHash.Parse(hashed!)
            ?? throw field.Wrong("passwordHash", $"must have the form {PasswordHash.Form}, with 1 to {PasswordHash.MostIterations} iterations.");
    }
}
