using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Fake;

namespace Modular.Infrastructure.Tests.Identity;

public sealed class FakeTokenTests : TokenValidatorContract, IDisposable
{
    private readonly ServiceProvider _services;
    private readonly FakeTokens _strangers;

    public FakeTokenTests()
    {
        _services = Start();
        _strangers = Start().GetRequiredKeyedService<FakeTokens>("main");
    }

    protected override ITokenValidator Validator => _services.GetRequiredService<ITokenValidator>();

    protected override string Issuer => "https://fake.invalid";

    protected override (string Person, string Machine) Clients => ("web-client", "fulfilment-client");

    private FakeTokens Tokens => _services.GetRequiredKeyedService<FakeTokens>("main");

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Any_person_is_signed_in_in_one_line()
    {
        var verdict = await ValidateAsync(Tokens.ForPerson("alice", ["orders.read"]));

        verdict.ShouldBeOfType<TokenVerdict.Accepted>().Caller.Subject.ShouldBe("alice");
    }

    [Fact]
    public async Task Any_machine_is_signed_in_in_one_line()
    {
        var verdict = await ValidateAsync(Tokens.ForMachine(["orders.fulfil"]));

        verdict.ShouldBeOfType<TokenVerdict.Accepted>().Caller.Kind.ShouldBe(CallerKind.Machine);
    }

    [Fact]
    public Task Without_a_configured_key_each_one_has_a_key_of_its_own() =>
        RejectAsync(_strangers.ForPerson("alice", ["orders.read"]), RejectionReason.BadSignature);

    protected override string Mint(TokenOrder order) => (order.UnknownKey ? _strangers : Tokens)
        .Sign(PoolClaims.Of(order, Issuer, Clients.Person, Clients.Machine, Clock.GetUtcNow()));

    private ServiceProvider Start()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Testing" });
        services.AddIdentityProviders(identity => identity.AddFake("main", _ => { }));
        return services.BuildServiceProvider();
    }
}
