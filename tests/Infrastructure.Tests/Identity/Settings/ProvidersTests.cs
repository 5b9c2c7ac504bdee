using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Fake;
using Modular.Infrastructure.Identity.Validation;

namespace Modular.Infrastructure.Tests.Identity.Settings;

/// <summary>How providers are made of the configuration.</summary>
public class ProvidersTests
{
    private const string Kinds = "Known: Cognito, Fake, Introspection, Oidc.";

    [Theory]
    [InlineData(null, "Identity:Providers:main:Kind is missing. " + Kinds)]
    [InlineData(" ", "Identity:Providers:main:Kind is missing. " + Kinds)]
    [InlineData("Okta", "Identity:Providers:main:Kind 'Okta' is unknown. " + Kinds)]
    public void A_provider_is_of_a_kind_that_is_known(string? kind, string sentence) =>
        Should.Throw<ConfigurationException>(() => Start(("main:Kind", kind), ("main:Issuer", "https://fake.invalid"))).Message.ShouldBe(sentence);

    [Theory]
    [InlineData("Fake")]
    [InlineData("fake")]
    [InlineData("FAKE")]
    public void A_kind_is_written_in_any_case(string kind)
    {
        using var services = Start(("main:Kind", kind));

        services.GetRequiredService<IdentityProviders>().Descriptions.ShouldHaveSingleItem().Name.ShouldBe("main");
    }

    [Fact]
    public void Without_a_section_of_providers_nothing_starts() =>
        Should.Throw<ConfigurationException>(() => Start()).Message.ShouldStartWith("Identity:Providers is missing");

    [Fact]
    public void Providers_are_refreshed_in_the_background()
    {
        using var services = Start(("main:Kind", "Fake"));

        services.GetServices<IHostedService>().ShouldContain(service => service is ProviderRefresh);
    }

    [Fact]
    public async Task An_operator_can_have_a_token_explained()
    {
        using var services = Start(("main:Kind", "Fake"));

        (await services.GetRequiredService<TokenExplanations>().ExplainAsync("no token", TestContext.Current.CancellationToken))
            .Checks.ShouldHaveSingleItem().Name.ShouldBe("form");
    }

    [Fact]
    public void Each_provider_has_options_of_its_own()
    {
        using var services = Start(("one:Kind", "Fake"), ("one:Issuer", "https://one.invalid"), ("two:Kind", "Fake"), ("two:Issuer", "https://two.invalid"));

        services.GetRequiredService<IdentityProviders>().Descriptions.Select(description => (description.Name, description.Issuer))
            .ShouldBe([("one", "https://one.invalid"), ("two", "https://two.invalid")]);
    }

    [Fact]
    public void What_is_remembered_is_configured_beside_the_providers()
    {
        using var services = Start(("main:Kind", "Fake"), ("../RememberedTokens:Accepted", "7"));

        services.GetRequiredService<IOptions<RememberedTokensOptions>>().Value.Accepted.ShouldBe(7);
    }

    [Fact]
    public async Task Tokens_that_are_signed_with_the_configured_key_are_accepted_wherever_they_were_made()
    {
        var key = Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
        using var one = Start(("main:Kind", "Fake"), ("main:Key", key));
        using var other = Start(("main:Kind", "Fake"), ("main:Key", key));

        (await one.GetRequiredService<ITokenValidator>().ValidateAsync(
                other.GetRequiredKeyedService<FakeTokens>("main").Sign(Claims(one)), TestContext.Current.CancellationToken))
            .ShouldBeOfType<TokenVerdict.Accepted>();

        static JsonObject Claims(IServiceProvider services) => PoolClaims.Of(
            TokenOrder.Person("orders.read"), "https://fake.invalid", "web-client", "fulfilment-client", services.GetRequiredService<TimeProvider>().GetUtcNow());
    }

    private static ServiceProvider Start(params (string Setting, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(
            setting.Setting.StartsWith("../", StringComparison.Ordinal) ? "Identity:" + setting.Setting[3..] : "Identity:Providers:" + setting.Setting,
            setting.Value))).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider());
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Testing" });
        services.AddIdentityProviders(identity => identity.AddConfigured(configuration));
        return services.BuildServiceProvider();
    }
}
