using System.Net;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Customers;

public sealed class UnlinkIdentityTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_removed_identity_has_ended_and_begins_anew_with_nothing_of_its_former_customer()
    {
        var (mona, id) = await LinkedAsync("mona");
        var old = api.SignedInAs("mona-next");

        using var removed = await mona.DeleteAnswerAsync(await PathAsync(mona, "mona-next"));

        await removed.ShouldBeDoneAsync();
        using var ended = await old.GetAnswerAsync("/api/account");
        await ended.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
        (await mona.GetJsonAsync("/api/account")).GetProperty("identities").GetArrayLength().ShouldBe(1);

        api.NextSecond();
        var newId = await api.SignedInAs("mona-next").CustomerIdAsync();
        newId.ShouldNotBe(id);
        (await api.AuditAsync(id)).ShouldBe([($"customer:{id}", "web-client", 4, null), ($"customer:{id}", "web-client", 5, newId)]);
    }

    [Fact]
    public async Task What_was_removed_can_be_linked_again()
    {
        var (nils, _) = await LinkedAsync("nils");
        using var removed = await nils.DeleteAnswerAsync(await PathAsync(nils, "nils-next"));
        api.NextSecond();
        var again = api.SignedInAs("nils");

        using var linked = await again.LinkAsync(api.TokenOf("nils-next"));

        linked.StatusCode.ShouldBe(HttpStatusCode.OK, await linked.TextAsync());
        (await api.SignedInAs("nils-next").CustomerIdAsync()).ShouldBe(await again.CustomerIdAsync());
    }

    [Fact]
    public async Task An_identity_may_remove_itself_as_long_as_another_one_stays()
    {
        var (otto, id) = await LinkedAsync("otto");

        using var removed = await otto.DeleteAnswerAsync(await PathAsync(otto, "otto"));

        await removed.ShouldBeDoneAsync();
        using var ended = await otto.GetAnswerAsync("/api/account");
        ended.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await api.SignedInAs("otto-next").CustomerIdAsync()).ShouldBe(id);
    }

    [Fact]
    public async Task The_last_identity_stays()
    {
        var paul = api.SignedInAs("paul");

        using var response = await paul.DeleteAnswerAsync(await PathAsync(paul, "paul"));

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "last-identity");
        await paul.GetJsonAsync("/api/account");
    }

    [Fact]
    public async Task Of_two_who_remove_the_last_two_at_once_one_stays()
    {
        var (rosa, _) = await LinkedAsync("rosa");
        string[] paths = [await PathAsync(rosa, "rosa"), await PathAsync(rosa, "rosa-next")];

        var answers = await Task.WhenAll(paths.Select(rosa.DeleteAnswerAsync));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.NoContent).ShouldBe(1);
        answers.ShouldNotContain(answer => (int)answer.StatusCode >= 500);
    }

    [Fact]
    public async Task An_identity_of_another_customer_is_404_byte_for_byte_as_one_that_does_not_exist()
    {
        var (stranger, _) = await LinkedAsync("rolf");
        var sven = api.SignedInAs("sven");

        using var strangers = await sven.DeleteAnswerAsync(await PathAsync(stranger, "rolf-next"));
        using var none = await sven.DeleteAnswerAsync($"/api/account/identities/{Guid.NewGuid()}");

        await strangers.ShouldBeProblemAsync(HttpStatusCode.NotFound, "identity-not-found");
        (await strangers.TextAsync()).ShouldBe(await none.TextAsync());
        (await stranger.GetJsonAsync("/api/account")).GetProperty("identities").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task An_anonymous_caller_is_401_and_one_without_the_permission_403()
    {
        var path = $"/api/account/identities/{Guid.NewGuid()}";
        using var nobody = await api.Anonymous().DeleteAnswerAsync(path);
        await nobody.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        using var lacking = await api.SignedInAs("tina", "account.read").DeleteAnswerAsync(path);
        await lacking.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "insufficient-scope");
    }

    private static async Task<string> PathAsync(HttpClient person, string subject)
    {
        var identities = (await person.GetJsonAsync("/api/account")).GetProperty("identities").EnumerateArray();
        return "/api/account/identities/" + identities.Single(identity => identity.Text("subject") == subject).Text("id");
    }

    private async Task<(HttpClient Person, string CustomerId)> LinkedAsync(string person)
    {
        var client = api.SignedInAs(person);
        using var linked = await client.LinkAsync(api.TokenOf(person + "-next"));
        linked.StatusCode.ShouldBe(HttpStatusCode.OK, await linked.TextAsync());
        return (client, await client.CustomerIdAsync());
    }
}
