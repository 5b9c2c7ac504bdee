using Microsoft.Extensions.DependencyInjection;
using Modular.Api.Tests.Hosting;
using Modular.Application.Customers;

namespace Modular.Api.Tests.Customers;

public sealed class AccountTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task An_account_has_our_own_id_and_the_linked_identity()
    {
        var account = await api.SignedInAs("alice").GetJsonAsync("/api/account");

        account.Names().ShouldBe(["customerId", "status", "identities", "lastSignedInAt", "firstSeenAt"]);
        account.Text("status").ShouldBe("ACTIVE");
        var identity = account.GetProperty("identities").EnumerateArray().Single();
        identity.Names().ShouldBe(["id", "issuer", "subject", "linkedAt"]);
        identity.Text("issuer").ShouldBe("https://fake.invalid");
        identity.Text("subject").ShouldBe("alice");
        account.Text("customerId").ShouldNotBe("alice");
    }

    [Fact]
    public async Task An_account_says_when_its_customer_last_signed_in_and_not_when_a_token_was_renewed()
    {
        var first = api.Clock.GetUtcNow();
        var before = api.SignedInAs("moritz");
        (await before.GetJsonAsync("/api/account")).GetProperty("lastSignedInAt").GetDateTimeOffset().ShouldBe(first);
        api.Clock.Advance(TimeSpan.FromMinutes(2));
        var renewed = api.With(api.TokenOf("moritz", TimeSpan.FromMinutes(2), claims => claims["iat"] = api.Clock.GetUtcNow().ToUnixTimeSeconds()));
        (await renewed.GetJsonAsync("/api/account")).GetProperty("lastSignedInAt").GetDateTimeOffset().ShouldBe(first);

        await api.SignedInAs("moritz").GetJsonAsync("/api/orders");

        // Whichever token asks, and an older sign-in changes nothing.
        (await before.GetJsonAsync("/api/account")).GetProperty("lastSignedInAt").GetDateTimeOffset().ShouldBe(first.AddMinutes(2));
    }

    [Fact]
    public async Task Two_first_requests_at_once_create_one_customer()
    {
        var kim = api.SignedInAs("kim");

        var accounts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => kim.GetJsonAsync("/api/account")));

        accounts.Select(account => account.Text("customerId")).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
    }

    [Fact]
    public async Task Somebody_who_is_refused_becomes_no_customer()
    {
        using var response = await api.SignedInAs("lea", "orders.read").GetAnswerAsync("/api/account");

        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        (await CustomerAsync("lea")).ShouldBeNull();
    }

    [Fact]
    public async Task A_machine_becomes_no_customer()
    {
        using var response = await api.SignedInAsMachine().GetAnswerAsync("/api/account");

        await response.ShouldBeProblemAsync(System.Net.HttpStatusCode.Forbidden, "person-required");
        (await CustomerAsync("fulfilment-client")).ShouldBeNull();
    }

    [Theory]
    [InlineData("ALICE")]
    [InlineData("alice ")]
    [InlineData("alicé")]
    public async Task A_subject_is_compared_character_by_character(string subject) =>
        (await api.With(api.Tokens.ForPerson(subject, ["orders.read"])).GetJsonAsync("/api/orders")).OrderIds().ShouldBeEmpty();

    private async Task<CustomerStanding?> CustomerAsync(string subject)
    {
        await using var scope = api.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ICustomerStore>()
            .FindByIdentityAsync("https://fake.invalid", subject, TestContext.Current.CancellationToken);
    }
}
