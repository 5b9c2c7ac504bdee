using System.Text.Json;
using System.Text.Json.Nodes;
using Modular.AppHost.Programs;

namespace Modular.AppHost.Figure;

/// <summary>
/// The stand-in's pool: the sample, or a file of the user's own. The stand-in gets a copy in which the app client and the API's documentation have
/// their present ports, because a provider sends people to registered addresses only; the other programs get their settings from the pool.
/// </summary>
internal sealed class FigurePool
{
    private static readonly JsonDocumentOptions Json =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };

    private readonly JsonObject _pool;

    private FigurePool(JsonObject pool, string? own, Ports ports)
    {
        (_pool, Own) = (pool, own);
        Move(Ports.Default.AppClientAddress, ports.AppClientAddress);
        Move(Ports.Default.ApiAddress, ports.ApiAddress);
        Id = Text(pool, "poolId") ?? "";
        AppClient = FindAppClient($"{ports.AppClientAddress}/signin-oidc");
    }

    /// <summary>The user's own file; null for the sample.</summary>
    public string? Own { get; }

    public string Id { get; }

    /// <summary>Null: the stand-in's address and the pool's id.</summary>
    public string? Issuer => Text(_pool, "issuer");

    public PoolClient AppClient { get; }

    public IEnumerable<PoolClient> PeoplesClients => Clients.Where(client => client.Grants.Contains("authorization_code", StringComparer.Ordinal));

    public IEnumerable<PoolClient> Machines => Clients.Where(client => client.Grants.Contains("client_credentials", StringComparer.Ordinal));

    /// <summary>The identifier before our permissions in the pool's scopes.</summary>
    public string ResourceServer
    {
        get
        {
            var servers = Objects("resourceServers").ToArray();
            var ours = servers.FirstOrDefault(server => Texts(server, "scopes").Contains("orders.read", StringComparer.Ordinal)) ?? servers.FirstOrDefault();
            return ours is null ? "modular" : Text(ours, "identifier") ?? "modular";
        }
    }

    public IEnumerable<string> Usernames => Objects("users").Select(user => Text(user, "username")).OfType<string>();

    private IEnumerable<PoolClient> Clients => Objects("clients").Select(client =>
        new PoolClient(Text(client, "id") ?? "", Text(client, "secret"), Texts(client, "grants"), Texts(client, "redirectUris"), Texts(client, "scopes")));

    public static FigurePool Read(string? own, Ports ports)
    {
        var path = own ?? Path.Combine(BuiltProgram.Find("LocalCognito").Folder, "pool.json");
        try
        {
            return new FigurePool(JsonNode.Parse(File.ReadAllText(path), documentOptions: Json)!.AsObject(), own, ports);
        }
        catch (JsonException twice) when (twice.LineNumber is null)
        {
            // The library says where a file is no JSON, but not where a property comes twice.
            throw Refusal($"is not valid JSON: {twice.Message.TrimEnd('.')}");
        }
        catch (JsonException error)
        {
            throw Refusal($"is not valid JSON at line {error.LineNumber + 1}, position {error.BytePositionInLine + 1}: correct it there");
        }
        catch (InvalidOperationException)
        {
            throw Refusal("must be a JSON object: copy src/LocalCognito/pool.json, and change that");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refusal("does not exist: give the path of a pool file, or leave it out for the sample pool");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refusal($"cannot be read by the user '{Environment.UserName}': give the path of a file that this user may read");
        }

        StartRefusedException Refusal(string sentence) => new($"AppHost:PoolFile '{path}' {sentence}.");
    }

    /// <summary>The person's <c>sub</c>, which the copy gets where the file has none; null when the pool has no such person.</summary>
    public string? SubjectOf(string username, string otherwise)
    {
        var user = Objects("users").FirstOrDefault(user => string.Equals(Text(user, "username"), username, StringComparison.OrdinalIgnoreCase));
        if (user is null || Text(user, "sub") is { } sub && sub.Length > 0)
        {
            return user is null ? null : Text(user, "sub");
        }

        user["sub"] = otherwise;
        return otherwise;
    }

    /// <returns>The path of the copy.</returns>
    public string WriteTo(DirectoryInfo folder)
    {
        var path = Path.Combine(folder.FullName, "pool.json");
        File.WriteAllText(path, _pool.ToJsonString());
        return path;
    }

    private PoolClient FindAppClient(string redirectUri) =>
        PeoplesClients.FirstOrDefault(client => client.Secret is not null && client.RedirectUris.Contains(redirectUri, StringComparer.Ordinal))
        ?? throw new StartRefusedException(
            $"AppHost:PoolFile '{Own}' has no client for the app client: give one a secret, the grant authorization_code and the redirect URI {redirectUri}.");

    private void Move(string from, string to)
    {
        foreach (var addresses in Objects("clients").SelectMany(client => new[] { client["redirectUris"], client["logoutUris"] }).OfType<JsonArray>())
        {
            for (var index = 0; index < addresses.Count; index++)
            {
                if (Text(addresses[index]) is { } address && address.StartsWith(from + "/", StringComparison.Ordinal))
                {
                    addresses[index] = to + address[from.Length..];
                }
            }
        }
    }

    // A value of a wrong type is left to the stand-in, which names it.
    private IEnumerable<JsonObject> Objects(string list) => (_pool[list] as JsonArray)?.OfType<JsonObject>() ?? [];

    private static string[] Texts(JsonObject owner, string list) => [.. (owner[list] as JsonArray)?.Select(Text).OfType<string>() ?? []];

    private static string? Text(JsonObject owner, string name) => Text(owner[name]);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

/// <summary>An app client of the pool.</summary>
internal sealed record PoolClient(
    string Id, string? Secret, IReadOnlyList<string> Grants, IReadOnlyList<string> RedirectUris, IReadOnlyList<string> Scopes);
