using System.Collections.Frozen;

namespace Modular.LocalCognito.Pool;

/// <summary>The people of the pool, and the only place where a password is checked.</summary>
internal sealed class UserDirectory
{
    private readonly FrozenDictionary<string, PoolUser> _byName;
    private readonly FrozenDictionary<string, PoolUser> _bySub;
    private readonly PasswordHash _nobody;

    private UserDirectory(IReadOnlyCollection<PoolUser> users)
    {
        // Cognito's user names are case-insensitive unless a pool says otherwise.
        _byName = users.ToFrozenDictionary(user => user.Username, StringComparer.OrdinalIgnoreCase);
        _bySub = users.ToFrozenDictionary(user => user.Sub, StringComparer.Ordinal);
        _nobody = PasswordHash.OfNobody(users.Select(user => user.Password.Iterations).DefaultIfEmpty(1).Max());
    }

    public IEnumerable<PoolUser> All => _byName.Values.OrderBy(user => user.Username, StringComparer.Ordinal);

    public PoolUser? Find(string username) => _byName.GetValueOrDefault(username);

    public PoolUser? FindBySub(string sub) => _bySub.GetValueOrDefault(sub);

    /// <summary>The person, if the password is theirs. Takes the same time for a wrong password as for an unknown name.</summary>
    public PoolUser? SignIn(string username, string password)
    {
        var user = Find(username);
        var hash = user?.Password ?? _nobody;
        var matches = hash.Matches(password);
        // Hashes may differ in cost: every attempt pays for the dearest one, or the time of an answer would tell which names exist.
        _nobody.Spend(password, _nobody.Iterations - hash.Iterations);
        return matches ? user : null;
    }

    public static UserDirectory Read(JsonField pool, string poolId, IReadOnlyList<string> groups)
    {
        var users = new List<PoolUser>();
        foreach (var field in pool.List("users"))
        {
            var user = PoolUser.Read(field, poolId, groups);
            if (users.Exists(other => string.Equals(other.Username, user.Username, StringComparison.OrdinalIgnoreCase)))
            {
                throw field.Wrong("username", $"'{user.Username}' is used by two people: rename one.");
            }

            if (users.Exists(other => string.Equals(other.Sub, user.Sub, StringComparison.Ordinal)))
            {
                throw field.Wrong("sub", $"'{user.Sub}' is used by two people: change one.");
            }

            users.Add(user);
        }

        return new UserDirectory(users);
    }
}
