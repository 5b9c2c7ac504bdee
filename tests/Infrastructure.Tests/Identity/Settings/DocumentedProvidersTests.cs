using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Modular.Application.Identity;

namespace Modular.Infrastructure.Tests.Identity.Settings;

/// <summary>
/// The settings that the document of identity providers has for each product take access tokens with the header and the claims that the
/// product's own documentation, or a public example, shows. No product is asked.
/// </summary>
public sealed partial class DocumentedProvidersTests(SigningKeys keys) : IClassFixture<SigningKeys>
{
    private const string KeysUri = "https://keys.example.com/jwks.json";

    private static readonly string[] NeedNotBeThere = ["Kind", "ClientIds:0", "ClientIds:1", "MachineClientIds:0", "Domain"];

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));

    public static TheoryData<string, string, string, string> Products => new()
    {
        {
            "Amazon Cognito",
            """{"kid":"k1","alg":"RS256"}""",
            """
            {"iss":"https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_AbCdEf123","sub":"0b9c","client_id":"app-client-of-people","username":"alice",
             "token_use":"access","scope":"modular/orders.read modular/orders.read.any","cognito:groups":["staff"],"auth_time":1768478400,"version":2}
            """,
            """
            {"iss":"https://issuer-cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_AbCdEf123","sub":"app-client-of-machines","client_id":"app-client-of-machines",
             "token_use":"access","scope":"modular/orders.fulfil","auth_time":1768478400,"version":2}
            """
        },
        {
            "Keycloak",
            """{"alg":"RS256","typ":"at+jwt","kid":"k1"}""",
            """
            {"iss":"https://login.example.com/realms/shop","aud":["https://api.example.com","account"],"sub":"8f0d6a3e","typ":"Bearer","azp":"shop-web","sid":"5e3f",
             "acr":"1","scope":"openid profile orders.read orders.read.any","realm_access":{"roles":["default-roles-shop","staff"]},"auth_time":1768478400}
            """,
            """
            {"iss":"https://login.example.com/realms/shop","aud":["https://api.example.com","account"],"sub":"77aa","typ":"Bearer","azp":"warehouse","client_id":"warehouse",
             "acr":"1","scope":"orders.fulfil","preferred_username":"service-account-warehouse","realm_access":{"roles":["default-roles-shop"]}}
            """
        },
        {
            "Microsoft Entra ID",
            """{"typ":"JWT","alg":"RS256","kid":"k1"}""",
            """
            {"iss":"https://login.microsoftonline.com/tenant-id/v2.0","aud":"application-id-of-the-API","sub":"pairwise","oid":"object-1","tid":"tenant-id","ver":"2.0","uti":"u1",
             "azp":"application-id-of-the-app-client-of-people","azpacr":"1","scp":"orders.read orders.read.any","roles":["staff"],"auth_time":1768478400}
            """,
            """
            {"iss":"https://login.microsoftonline.com/tenant-id/v2.0","aud":"application-id-of-the-API","sub":"object-2","oid":"object-2","tid":"tenant-id","ver":"2.0",
             "azp":"application-id-of-the-app-client-of-machines","azpacr":"1","idtyp":"app","roles":["orders.fulfil"]}
            """
        },
        {
            "Auth0",
            """{"alg":"RS256","typ":"at+jwt","kid":"k1"}""",
            """
            {"iss":"https://tenant.eu.auth0.com/","aud":["https://api.example.com/","https://tenant.eu.auth0.com/userinfo"],"sub":"auth0|123456","jti":"73WakrfVbNJBaAmhQtEeDv",
             "client_id":"client-id-of-the-web-application","scope":"openid profile orders.read orders.read.any","https://example.com/roles":["staff"]}
            """,
            """
            {"iss":"https://tenant.eu.auth0.com/","aud":"https://api.example.com/","sub":"client-id-of-the-machine-application@clients","gty":"client-credentials",
             "client_id":"client-id-of-the-machine-application","scope":"orders.fulfil"}
            """
        },
        {
            "Okta",
            """{"kid":"k1","alg":"RS256"}""",
            """
            {"ver":1,"jti":"AT.0mP4","iss":"https://example.okta.com/oauth2/default","aud":"api://default","cid":"client-id-of-the-web-app","uid":"00uid4",
             "scp":["openid","orders.read","orders.read.any"],"auth_time":1768478400,"sub":"alice@example.com","groups":["everyone","staff"]}
            """,
            """
            {"ver":1,"jti":"AT.1mP4","iss":"https://example.okta.com/oauth2/default","aud":"api://default","cid":"client-id-of-the-service-app",
             "scp":["orders.fulfil"],"sub":"client-id-of-the-service-app"}
            """
        },
        {
            "Any OpenID Connect provider",
            """{"alg":"RS256","typ":"at+jwt","kid":"k1"}""",
            """
            {"iss":"https://login.example.com","aud":"https://orders.example.com/","sub":"alice","client_id":"shop-web","scope":"shop:orders.read shop:orders.read.any",
             "roles":["backoffice"],"auth_time":1768478400}
            """,
            """{"iss":"https://login.example.com","aud":"https://orders.example.com/","sub":"warehouse","client_id":"warehouse","scope":"shop:orders.fulfil"}"""
        },
        {
            "Any introspection endpoint",
            "",
            """
            {"active":true,"iss":"https://login.example.com","aud":"https://orders.example.com/","sub":"alice","client_id":"shop-web","scope":"shop:orders.read shop:orders.read.any",
             "roles":["backoffice"],"auth_time":1768478400,"token_type":"Bearer"}
            """,
            """{"active":true,"aud":"https://orders.example.com/","sub":"warehouse","client_id":"warehouse","scope":"shop:orders.fulfil","token_type":"Bearer"}"""
        },
    };

    [Theory]
    [MemberData(nameof(Products))]
    public async Task The_settings_of_a_product_take_its_tokens_of_staff_and_of_machines(string product, string header, string person, string machine)
    {
        var settings = SettingsOf(product);

        var alice = (await ValidateAsync(settings, header, person)).ShouldBeOfType<TokenVerdict.Accepted>().Caller;
        alice.Kind.ShouldBe(CallerKind.Person);
        alice.Permissions.ShouldBe(Permissions.OrdersRead | Permissions.OrdersReadAny);
        alice.AuthenticatedAt.HasValue.ShouldBe(product != "Auth0");
        var program = (await ValidateAsync(settings, header, machine)).ShouldBeOfType<TokenVerdict.Accepted>().Caller;
        program.Kind.ShouldBe(CallerKind.Machine);
        program.Permissions.ShouldBe(Permissions.OrdersFulfil);
    }

    [Theory]
    [MemberData(nameof(Products))]
    public async Task Each_setting_of_a_product_is_needed(string product, string header, string person, string machine)
    {
        var settings = SettingsOf(product);
        var unneeded = new List<string>();
        foreach (var setting in settings.Keys.Except(NeedNotBeThere, StringComparer.Ordinal))
        {
            var fewer = settings.Where(other => other.Key != setting).ToDictionary(StringComparer.Ordinal);
            if (await OutcomeAsync(fewer, header, person, machine) == await OutcomeAsync(settings, header, person, machine))
            {
                unneeded.Add(setting);
            }
        }

        unneeded.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"typ":"JWT","alg":"RS256","x5t":"k1"}""", RejectionReason.UnknownKey, "the header has no kid")]
    [InlineData("""{"typ":"JWT","alg":"RS256","x5t":"k1","kid":"k1"}""", RejectionReason.Malformed, "auth_time is of the wrong type")]
    public async Task A_token_of_AD_FS_cannot_be_taken(string header, RejectionReason reason, string detail)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["Kind"] = "Oidc",
            ["Authority"] = "https://fs.example.com/adfs",
            ["AccessTokenIssuer"] = "http://fs.example.com/adfs/services/trust",
            ["Audiences:0"] = "https://api.example.com",
            ["ClientIdClaim"] = "appid",
            ["RequireAccessTokenType"] = "false",
        };

        var rejected = (await ValidateAsync(settings, header, """
            {"aud":"https://api.example.com","iss":"http://fs.example.com/adfs/services/trust","apptype":"Confidential","appid":"web","sub":"alice",
             "authmethod":"urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport","auth_time":"2026-01-15T11:50:55.546Z","ver":"1.0","scp":"openid"}
            """)).ShouldBeOfType<TokenVerdict.Rejected>();

        (rejected.Reason, rejected.Detail).ShouldBe((reason, detail));
    }

    /// <summary>The settings of a section of the document. A text in angle brackets is the reader's own: here its words with hyphens.</summary>
    private static Dictionary<string, string> SettingsOf(string product)
    {
        var section = Document().Split($"\n## {product}\n")[1].Split("\n## ")[0];
        return Setting.Matches(section).ToDictionary(
            match => match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal),
            match => Own.Replace(match.Groups["value"].Value, own => own.Groups["text"].Value.Replace(' ', '-')),
            StringComparer.Ordinal);
    }

    private static string Document()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Modular.sln")))
        {
            root = root.Parent!;
        }

        return File.ReadAllText(Path.Combine(root.FullName, "docs", "identity-providers.md"));
    }

    private async Task<string> OutcomeAsync(IReadOnlyDictionary<string, string> settings, string header, string person, string machine)
    {
        try
        {
            return $"{Text(await ValidateAsync(settings, header, person))}, {Text(await ValidateAsync(settings, header, machine))}";
        }
        catch (Exception refused) when (refused is ConfigurationException or OptionsValidationException)
        {
            return refused.Message;
        }

        static string Text(TokenVerdict verdict) => verdict is TokenVerdict.Accepted accepted ? $"{accepted.Caller.Permissions}" : $"{verdict}";
    }

    private async Task<TokenVerdict> ValidateAsync(IReadOnlyDictionary<string, string> settings, string header, string claims)
    {
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        var content = JsonNode.Parse(claims)!.AsObject();
        content["iat"] = now;
        content["exp"] = now + 3600;
        var token = header.Length == 0 ? "opaque-token" : Sign(header, content.ToJsonString());
        using var provider = new PoolKeys();
        provider.Publish("k1", keys.Ours);
        provider.Instead = (request, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(
                request.Method == HttpMethod.Post ? content.ToJsonString()
                : request.RequestUri!.AbsolutePath.EndsWith("/openid-configuration", StringComparison.Ordinal)
                    ? new JsonObject { ["issuer"] = settings["Authority"], ["jwks_uri"] = KeysUri }.ToJsonString()
                    : provider.Jwks()),
        });
        await using var services = Start(settings, provider);
        services.GetService<IStartupValidator>()?.Validate();
        return await services.GetRequiredService<ITokenValidator>().ValidateAsync(token, TestContext.Current.CancellationToken);
    }

    private ServiceProvider Start(IReadOnlyDictionary<string, string> settings, PoolKeys provider)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>($"Identity:Providers:main:{setting.Key}", setting.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Production" });
        services.AddIdentityProviders(identity => identity.AddConfigured(configuration));
        services.AddHttpClient("Identity:main").ConfigurePrimaryHttpMessageHandler(() => provider).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        return services.BuildServiceProvider();
    }

    private string Sign(string header, string claims)
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(keys.Ours.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    [GeneratedRegex("^export Identity__Providers__main__(?<name>[A-Za-z0-9_]+)=(?<value>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting { get; }

    [GeneratedRegex("<(?<text>[^>]+)>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Own { get; }
}
