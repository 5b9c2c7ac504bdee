using Microsoft.Extensions.DependencyInjection;
using Modular.Api.Tests.Contract;

namespace Modular.Api.Tests.Hosting;

/// <summary>A reader of the documentation page signs in as a person: in Development without a setting, elsewhere with a client of their own.</summary>
public sealed class DocumentationSignInTests
{
    [Fact]
    public async Task In_Development_the_public_client_and_the_scopes_of_a_person_are_filled_in()
    {
        await using var api = new Host("Development", "cli-client", configured: null);
        var page = await api.Anonymous().GetStringAsync("/docs/", TestContext.Current.CancellationToken);

        page.ShouldContain("\"x-scalar-client-id\":\"cli-client\"");
        page.ShouldContain("\"x-scalar-redirect-uri\":\"http://localhost:5080/docs/\"");
        page.ShouldContain("\"x-usePkce\":\"SHA-256\"");
        page.ShouldContain("\"modular/orders.read\",\"modular/orders.write\"");
        page.ShouldNotContain("customers.manage\"");
        page.ShouldNotContain("web-secret");
    }

    [Theory]
    [InlineData("Testing", "cli-client", null)]
    [InlineData("Testing", "web-client", null)]
    [InlineData("Testing", "cli-client", "another-client")]
    public async Task Nothing_is_filled_in_that_would_be_wrong(string environment, string known, string? configured)
    {
        await using var api = new Host(environment, known, configured);
        var page = await api.Anonymous().GetStringAsync("/docs/", TestContext.Current.CancellationToken);

        page.ShouldNotContain("x-scalar-client-id");
        page.ShouldContain("\"x-usePkce\":\"SHA-256\"");
    }

    [Fact]
    public async Task An_operator_may_name_a_client()
    {
        await using var api = new Host("Testing", "docs-client", "docs-client");

        (await api.Anonymous().GetStringAsync("/docs/", TestContext.Current.CancellationToken)).ShouldContain("\"x-scalar-client-id\":\"docs-client\"");
    }

    [Fact]
    public async Task People_are_offered_their_own_way_first_and_each_scope_says_what_it_is_for()
    {
        await using var api = new ContractHost();
        var schemes = (await api.Anonymous().GetJsonAsync("/openapi/v1.json")).GetProperty("components").GetProperty("securitySchemes");

        schemes.Names().ShouldBe(["main", "main-machines"], ignoreOrder: true);
        var people = schemes.GetProperty("main").GetProperty("flows");
        people.Names().ShouldBe(["authorizationCode"]);
        people.GetProperty("authorizationCode").GetProperty("scopes").EnumerateObject()
            .ShouldAllBe(scope => scope.Value.GetString()!.Length > 10 && scope.Name.StartsWith("modular/", StringComparison.Ordinal));
        schemes.GetProperty("main-machines").GetProperty("flows").Names().ShouldBe(["clientCredentials"]);
    }

    private sealed class Host(string environment, string known, string? configured) : ApiHost
    {
        protected override string Environment => environment;

        protected override void Configure(IServiceCollection services)
        {
            if (environment == "Testing")
            {
                RightSchema.Serve(services);
            }
        }

        protected override IEnumerable<(string Setting, string Value)> Settings =>
        [
            ("Identity:Providers:main:Kind", "Cognito"),
            ("Identity:Providers:main:UserPoolId", "ap-northeast-2_Modular01"),
            ("Identity:Providers:main:Domain", "https://auth.example.com"),
            ("Identity:Providers:main:ClientIds:0", known),
            ("Identity:Providers:main:ResourceServer", "modular"),
            .. configured is null ? Array.Empty<(string, string)>() : [("Documentation:ClientId", configured)],
        ];
    }
}
