using System.Text.Json;

namespace Modular.LocalCognito.Pool;

/// <summary>Recognizes the AWS command line's output about a real pool, which looks like a pool file and is none.</summary>
internal static class AwsOutput
{
    private static readonly (string Member, string Command)[] Known =
    [
        ("UserPool", "describe-user-pool"),
        ("UserPools", "list-user-pools"),
        ("UserPoolClient", "describe-user-pool-client"),
        ("UserPoolClients", "list-user-pool-clients"),
        ("ResourceServer", "describe-resource-server"),
        ("ResourceServers", "list-resource-servers"),
        ("Groups", "list-groups"),
        ("Users", "list-users"),
        ("UserAttributes", "admin-get-user"),
    ];

    /// <exception cref="StartRefusedException">The file is such an output.</exception>
    public static void Refuse(JsonField pool)
    {
        if (pool.Element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var (member, command) in Known)
        {
            if (pool.Element.TryGetProperty(member, out _))
            {
                throw pool.Wrong(member, $"is what 'aws cognito-idp {command}' prints, not a pool file: copy the sample pool.json, and give it the same ids, clients and people.");
            }
        }
    }
}
