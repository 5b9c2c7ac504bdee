using System.Text;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Tests.Pool;

public sealed class PoolFileTests
{
    private static string Refusal(Action<JsonObject> edit) => Should.Throw<StartRefusedException>(() => PoolFile.Read(PoolFile.Sample, edit)).Message;

    private static JsonObject Item(JsonObject pool, string list, int index) => pool[list]![index]!.AsObject();

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "/", """{"poolid":"x"}""", "poolid is unknown. Known: poolId, issuer, acrLevels, resourceServers, clients, groups, users." },
        { "/", """{"poolId":null}""", "poolId is missing: give it a text." },
        { "/", """{"poolId":"../x"}""", "poolId '../x' is not a pool id: write the region, an underscore, then letters and digits, as in ap-northeast-2_Modular01." },
        { "/", """{"poolId":7}""", "poolId must be a text, not a number." },
        { "/", """{"issuer":"localhost/"}""", "issuer must be an http or https URL without a query and without a slash at its end, or null." },
        { "/", """{"acrLevels":["1","2","3","4","5"]}""", "acrLevels lists 5 levels: Cognito has 4, weakest first; null switches step-up off." },
        { "/", """{"acrLevels":["level one"]}""", "acrLevels 'level one' must be at most 64 characters of printable ASCII without spaces, quotes or backslashes." },
        { "/", """{"acrLevels":["one","one"]}""", "acrLevels[1] 'one' is listed twice: remove one." },
        { "/", """{"clients":{}}""", "clients must be a list, not an object." },
        { "/", """{"clients":["web-client"]}""", "clients[0] must be an object, not a text." },
        { "/", """{"groups":["staff","staff"]}""", "groups[1] 'staff' is listed twice: remove one." },
        { "resourceServers", """{"identifier":null}""", "resourceServers[0].identifier is missing: give it a text." },
        { "resourceServers", """{"scopes":["a/b"]}""", "resourceServers[0].scopes 'a/b' must be printable ASCII without spaces, quotes, slashes or backslashes." },
        { "clients", """{"secrte":"x"}""", "clients[0].secrte is unknown. Known: id, secret, grants, redirectUris, logoutUris, scopes, accessTokenMinutes, idTokenMinutes, refreshTokenDays, rotateRefreshTokens, refreshTokenGraceSeconds." },
        { "clients", """{"id":"cli-client"}""", "clients[2].id 'cli-client' is used by two clients: rename one." },
        { "clients", """{"id":"a b"}""", "clients[0].id must be at most 128 letters, digits, '-', '_', '.' or '+'." },
        { "clients", """{"grants":["implicit"]}""", "clients[0].grants 'implicit' is unknown. Known: authorization_code, refresh_token, client_credentials." },
        { "clients", """{"grants":[]}""", "clients[0].grants is empty, so 'web-client' could do nothing: list some of authorization_code, refresh_token, client_credentials." },
        { "clients", """{"grants":["refresh_token"]}""", "clients[0].grants has refresh_token without authorization_code, which alone gives out refresh tokens: add it, or remove refresh_token." },
        { "clients", """{"grants":["client_credentials"],"secret":null}""", "clients[0].secret is missing, but 'web-client' has the grant client_credentials, which needs one." },
        { "clients", """{"grants":["client_credentials"],"scopes":["openid"]}""", "clients[0].scopes has no custom scope, but 'web-client' has the grant client_credentials, which gives only those: add one." },
        { "clients", """{"redirectUris":[]}""", "clients[0].redirectUris is empty, but 'web-client' has the grant authorization_code: list at least one redirect URI." },
        { "clients", """{"redirectUris":["/callback"]}""", "clients[0].redirectUris '/callback' must be an absolute URI in ASCII, without a fragment, that leads to the client." },
        { "clients", """{"redirectUris":["javascript:alert(1)"]}""", "clients[0].redirectUris 'javascript:alert(1)' must be an absolute URI in ASCII, without a fragment, that leads to the client." },
        { "clients", """{"logoutUris":["http://a/#b"]}""", "clients[0].logoutUris 'http://a/#b' must be an absolute URI in ASCII, without a fragment, that leads to the client." },
        { "clients", """{"scopes":["modular/orders.raed"]}""", "clients[0].scopes 'modular/orders.raed' is unknown: add it to a resource server (as identifier/scope), or remove it here." },
        { "clients", """{"accessTokenMinutes":0}""", "clients[0].accessTokenMinutes must be a whole number from 1 to 1440." },
        { "clients", """{"rotateRefreshTokens":"yes"}""", "clients[0].rotateRefreshTokens must be true or false, not a text." },
        { "clients", """{"refreshTokenGraceSeconds":5}""", "clients[0].refreshTokenGraceSeconds has no meaning without rotateRefreshTokens: set that to true, or remove this." },
        { "users", """{"username":"BOB"}""", "users[1].username 'bob' is used by two people: rename one." },
        { "users", """{"sub":"00000000-0000-4000-8000-00000000000b"}""", "users[1].sub '00000000-0000-4000-8000-00000000000b' is used by two people: change one." },
        { "users", """{"password":null}""", "users[0].password or passwordHash must be given, and not both." },
        { "users", """{"passwordHash":"x"}""", "users[0].password or passwordHash must be given, and not both." },
        { "users", """{"password":null,"passwordHash":"md5$1$x$y"}""", "users[0].passwordHash must have the form pbkdf2-sha256$iterations$base64 salt$base64 hash, with 1 to 10000000 iterations." },
        { "users", """{"groups":["admins"]}""", "users[0].groups 'admins' is unknown: add it to the pool's groups, or remove it here." },
        { "users", """{"attributes":{"email_verified":true}}""", "users[0].attributes.email_verified must be a text: Cognito keeps every attribute as one, so write \"true\", not true." },
        { "users", """{"attributes":{"cognito:groups":"staff"}}""", "users[0].attributes.cognito:groups is a claim that the pool itself sets: remove it." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Each_mistake_is_named_in_one_sentence(string list, string change, string sentence)
    {
        var refusal = Refusal(pool =>
        {
            var target = list is "/" ? pool : Item(pool, list, 0);
            foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
            {
                target[name] = value?.DeepClone();
            }
        });
        refusal.ShouldBe($"{PoolFile.Sample}: {sentence}");
    }

    [Fact]
    public void The_sample_pool_has_the_fixed_names()
    {
        var pool = PoolFile.Read(PoolFile.Sample);
        pool.PoolId.ShouldBe("ap-northeast-2_Modular01");
        pool.Clients.Keys.Order(StringComparer.Ordinal).ShouldBe(["cli-client", "fulfilment-client", "web-client"]);
        pool.Clients["fulfilment-client"].Scopes.ShouldBe(["modular/orders.fulfil", "modular/orders.read.any"]);
        pool.Clients["web-client"].CustomScopes.Count.ShouldBe(9);
        pool.Clients["cli-client"].Secret.ShouldBeNull();
        pool.Users.All.Select(user => user.Username).ShouldBe(["alice", "bob", "carol"]);
        pool.Users.Find("carol")!.Groups.ShouldBe(["staff"]);
        pool.Users.Find("alice")!.Groups.ShouldBeEmpty();
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        Should.Throw<StartRefusedException>(() => PoolFile.Read("/no/such/pool.json")).Message
            .ShouldBe("LocalCognito:PoolFile '/no/such/pool.json' does not exist: give the path of a pool file, or leave it out for the sample pool.");
    }

    [Theory]
    [InlineData("{ \"poolId\": ", " is not valid JSON at line 1, position 13: correct it there.")]
    [InlineData("{\r\n  'poolId': 'a' }", " is not valid JSON at line 2, position 3: correct it there.")]
    [InlineData("{ \"groups\": [], \"groups\": [] }", ": a name is given twice in one object, so remove one: Duplicate property 'groups' encountered during deserialization.")]
    [InlineData("[]", " must be an object, not a list.")]
    [InlineData("cognito:username,email\nalice,alice@example.com", " looks like CSV, but a pool file is JSON: copy the sample pool.json, and change that.")]
    [InlineData("poolId: eu-west-1_A\nclients:", " looks like YAML, but a pool file is JSON: copy the sample pool.json, and change that.")]
    [InlineData("<pool/>", " looks like XML, but a pool file is JSON: copy the sample pool.json, and change that.")]
    [InlineData("{\"UserPool\":{\"Id\":\"eu-west-1_A\"}}", ": UserPool is what 'aws cognito-idp describe-user-pool' prints, not a pool file: copy the sample pool.json, and give it the same ids, clients and people.")]
    [InlineData("{\"Users\":[]}", ": Users is what 'aws cognito-idp list-users' prints, not a pool file: copy the sample pool.json, and give it the same ids, clients and people.")]
    [InlineData("{\"poolId\":\"\\ud800\"}", ": poolId has half of a surrogate pair, such as \\ud800, which is no character: correct it.")]
    [InlineData("{\"\\ud800\":1}", ": a name has half of a surrogate pair, such as \\ud800, which is no character: correct it.")]
    [InlineData("{\"poolId\":\"eu-west-1_A\",\"groups\":\"staff\"}", ": groups must be a list, not a text: put it in square brackets.")]
    public async Task What_is_no_pool_is_named_with_its_file_and_its_place(string content, string sentence) =>
        (await RefusalOfAsync(Encoding.UTF8.GetBytes(content))).ShouldBe($"<file>{sentence}");

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    [InlineData("\ufeff")]
    public async Task An_empty_file_is_named(string content) => (await RefusalOfAsync(Encoding.UTF8.GetBytes(content)))
        .ShouldBe("LocalCognito:PoolFile '<file>' is empty: give it a pool, or leave the setting out for the sample pool.");

    [Fact]
    public async Task A_file_that_is_no_text_is_named()
    {
        byte[][] files = [Encoding.Latin1.GetBytes("{ \"groups\": [\"café\"] }"), [0xff, 0xfe, 0x7b, 0, 0, 0xd8], [0xff, 0xfe, 0x7b], [0x1f, 0x8b, 8, 0, 0xff], [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes("{}")]];
        foreach (var file in files)
        {
            (await RefusalOfAsync(file)).ShouldBe("LocalCognito:PoolFile '<file>' is neither UTF-8 nor UTF-16: save it as UTF-8.");
        }
    }

    [Fact]
    public async Task A_folder_or_what_has_no_end_is_named()
    {
        var folder = Path.GetFullPath(Path.GetTempPath());
        Should.Throw<StartRefusedException>(() => PoolFile.Read(folder)).Message.ShouldBe($"LocalCognito:PoolFile '{folder}' is a folder: give the path of the file in it.");
        if (!OperatingSystem.IsWindows())
        {
            Should.Throw<StartRefusedException>(() => PoolFile.Read("/dev/zero")).Message.ShouldStartWith("LocalCognito:PoolFile '/dev/zero' is larger than 10 MB");
        }

        (await RefusalOfAsync(Encoding.UTF8.GetBytes(new string(' ', 11_000_000)))).ShouldStartWith("LocalCognito:PoolFile '<file>' is larger than 10 MB");
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    public async Task A_file_is_read_as_editors_and_shells_write_it(string encoding, bool mark)
    {
        var sample = await File.ReadAllTextAsync(PoolFile.Sample, TestContext.Current.CancellationToken);
        var edited = "// Ours\n/* still */" + sample.ReplaceLineEndings("\r\n").Replace("\"Alice\"", "\"Alïce 주문\"", StringComparison.Ordinal).TrimEnd()[..^1] + ",}";
        var how = Encoding.GetEncoding(encoding);
        var pool = await ReadAsync([.. mark ? how.Preamble : [], .. how.GetBytes(edited)]);
        pool.Users.Find("alice")!.Attributes["name"].ShouldBe("Alïce 주문");
    }

    [Fact]
    public void A_person_without_a_sub_gets_the_same_one_at_each_start_and_in_any_spelling_of_the_name()
    {
        var first = SubOf("alice", _ => { });
        Guid.Parse(first).Version.ShouldBe(8);
        SubOf("alice", _ => { }).ShouldBe(first);
        SubOf("alice", pool => Item(pool, "users", 0)["username"] = "Alice").ShouldBe(first);
        SubOf("alice", pool => pool["poolId"] = "eu-west-1_Other").ShouldNotBe(first);
        SubOf("bob", pool => Item(pool, "users", 1).Remove("sub")).ShouldNotBe(first);

        static string SubOf(string username, Action<JsonObject> edit) => PoolFile.Read(PoolFile.Sample, pool =>
        {
            Item(pool, "users", 0).Remove("sub");
            edit(pool);
        }).Users.Find(username)!.Sub;
    }

    [Fact]
    public void The_derived_sub_does_not_change_with_the_program() =>
        DerivedSub.Of("ap-northeast-2_Modular01", "alice").ShouldBe("ca6120c5-69b8-8d51-b6c3-ef35592ac204");

    private static async Task<string> RefusalOfAsync(byte[] content) => await WithFileAsync(content, path =>
        Should.Throw<StartRefusedException>(() => PoolFile.Read(path)).Message.Replace(path, "<file>", StringComparison.Ordinal));

    private static Task<UserPool> ReadAsync(byte[] content) => WithFileAsync(content, path => PoolFile.Read(path));

    private static async Task<T> WithFileAsync<T>(byte[] content, Func<string, T> use)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "mine.json");
            await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
            return use(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
