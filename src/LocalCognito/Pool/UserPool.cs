using System.Collections.Frozen;

namespace Modular.LocalCognito.Pool;

/// <summary>
/// The checked content of the pool file: nothing in here changes while the program runs. The issuer is the <c>iss</c> of every token; null derives
/// it from the listening address.
/// </summary>
internal sealed record UserPool(
    string PoolId,
    string? Issuer,
    FrozenDictionary<string, PoolClient> Clients,
    UserDirectory Users,
    SupportedAcrLevels AcrLevels)
{
    public static UserPool Read(JsonField pool)
    {
        AwsOutput.Refuse(pool);
        pool.Knows("poolId", "issuer", "acrLevels", "resourceServers", "clients", "groups", "users");
        var poolId = ReadPoolId(pool);
        var scopes = ResourceServer.ReadScopes(pool);
        var groups = pool.Texts("groups");
        var clients = new Dictionary<string, PoolClient>(StringComparer.Ordinal);
        foreach (var field in pool.List("clients"))
        {
            var client = PoolClient.Read(field, scopes);
            if (!clients.TryAdd(client.Id, client))
            {
                throw field.Wrong("id", $"'{client.Id}' is used by two clients: rename one.");
            }
        }

        return new UserPool(
            poolId,
            ReadIssuer(pool),
            clients.ToFrozenDictionary(StringComparer.Ordinal),
            UserDirectory.Read(pool, poolId, groups),
            SupportedAcrLevels.Read(pool));
    }

    private static string ReadPoolId(JsonField pool)
    {
        var id = pool.Text("poolId");
        return id.Split('_') is [var region, var name] && IsPart(region, hyphens: true) && IsPart(name, hyphens: false)
            ? id
            : throw pool.Wrong("poolId", $"'{id}' is not a pool id: write the region, an underscore, then letters and digits, as in ap-northeast-2_Modular01.");
    }

    private static string? ReadIssuer(JsonField pool)
    {
        if (pool.OptionalText("issuer") is not { } issuer)
        {
            return null;
        }

        var usable = Uri.TryCreate(issuer, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && url.Query.Length == 0 && url.Fragment.Length == 0 && !issuer.EndsWith('/');
        return usable ? issuer : throw pool.Wrong("issuer", "must be an http or https URL without a query and without a slash at its end, or null.");
    }

    // No pattern: building one took a tenth of the program's start.
    private static bool IsPart(string part, bool hyphens) =>
        part.Length is >= 1 and <= 40 && part.All(character => char.IsAsciiLetterOrDigit(character) || (hyphens && character == '-'));
}
