using System.Net;
using System.Text.Json;
using Modular.Api.Tests.Hosting;
using Modular.Application.Identity;

namespace Modular.Api.Tests.Customers;

/// <summary>Rule 13: a caller who presents a token of each identity links the second one, and no customer loses data.</summary>
public sealed class LinkIdentityTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Order = """{"lines":[{"sku":"TEA-GREEN-100","quantity":1}]}""";

    [Fact]
    public async Task An_identity_that_is_nobodys_is_linked_and_the_answer_is_the_account()
    {
        var anna = api.SignedInAs("anna");
        var id = await anna.CustomerIdAsync();

        using var linked = await anna.LinkAsync(api.TokenOf("anna-next"));

        linked.StatusCode.ShouldBe(HttpStatusCode.OK, await linked.TextAsync());
        linked.Headers.CacheControl?.ToString().ShouldBe("no-store");
        (await linked.TextAsync()).ShouldBe((await anna.GetJsonAsync("/api/account")).GetRawText());
        Subjects(await linked.JsonAsync()).ShouldBe(["anna", "anna-next"]);
        (await api.SignedInAs("anna-next").CustomerIdAsync()).ShouldBe(id);
        (await api.AuditAsync(id)).ShouldBe([($"customer:{id}", "web-client", 4, null)]);
    }

    [Fact]
    public async Task Both_identities_see_the_same_orders()
    {
        var bea = api.SignedInAs("bea");
        using var placed = await bea.PostTextAsync("/api/orders", Order);
        using var linked = await bea.LinkAsync(api.TokenOf("bea-next"));

        (await api.SignedInAs("bea-next").GetJsonAsync("/api/orders")).OrderIds()
            .ShouldBe((await bea.GetJsonAsync("/api/orders")).OrderIds());
    }

    [Fact]
    public async Task Linking_again_changes_nothing()
    {
        var cleo = api.SignedInAs("cleo");
        using var first = await cleo.LinkAsync(api.TokenOf("cleo-next"));

        using var second = await cleo.LinkAsync(api.TokenOf("cleo-next"));
        using var itself = await cleo.LinkAsync(api.TokenOf("cleo"));

        (await second.TextAsync()).ShouldBe(await first.TextAsync());
        (await itself.TextAsync()).ShouldBe(await first.TextAsync());
        (await api.AuditAsync((await first.JsonAsync()).Text("customerId"))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_unused_customer_becomes_part_of_the_other_and_the_later_sign_out_holds()
    {
        var unused = api.SignedInAs("dora-next");
        var unusedId = await unused.CustomerIdAsync();
        using var signedOut = await unused.PostAsync("/api/account/sign-out-everywhere");
        var before = api.SignedInAs("dora");
        var id = await before.CustomerIdAsync();
        api.NextSecond();
        var dora = api.SignedInAs("dora");

        using var linked = await dora.LinkAsync(api.TokenOf("dora-next"));

        linked.StatusCode.ShouldBe(HttpStatusCode.OK, await linked.TextAsync());
        Subjects(await linked.JsonAsync()).ShouldBe(["dora", "dora-next"]);
        (await api.SignedInAs("dora-next").CustomerIdAsync()).ShouldBe(id);
        foreach (var ended in new[] { before, unused })
        {
            using var response = await ended.GetAnswerAsync("/api/account");
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        (await api.AuditAsync(id)).ShouldBe([($"customer:{id}", "web-client", 6, unusedId)]);
    }

    [Fact]
    public async Task The_id_of_a_customer_who_became_part_of_another_means_the_other()
    {
        var unusedId = await api.SignedInAs("edda-next").CustomerIdAsync();
        var edda = api.SignedInAs("edda");
        using var linked = await edda.LinkAsync(api.TokenOf("edda-next"));

        using var suspended = await api.SignedInAs("carol").PostAsync($"/api/customers/{unusedId}/suspend");

        await suspended.ShouldBeDoneAsync();
        using var refused = await edda.GetAnswerAsync("/api/account");
        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "customer-suspended");
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("profile")]
    [InlineData("identities")]
    [InlineData("suspended")]
    public async Task An_identity_of_a_customer_in_use_is_409_and_changes_nothing(string use)
    {
        var other = api.SignedInAs($"fay-{use}-other");
        var otherId = await other.CustomerIdAsync();
        using var used = use switch
        {
            "orders" => await other.PostTextAsync("/api/orders", Order),
            "profile" => await other.PutTextAsync("/api/profile", """{"name":"Fay"}"""),
            "identities" => await other.LinkAsync(api.TokenOf($"fay-{use}-third")),
            _ => await api.SignedInAs("carol").PostAsync($"/api/customers/{otherId}/suspend"),
        };
        used.IsSuccessStatusCode.ShouldBeTrue();
        var fay = api.SignedInAs($"fay-{use}");
        var before = (await fay.GetJsonAsync("/api/account")).GetRawText();
        var entries = await api.AuditAsync(otherId);

        using var response = await fay.LinkAsync(api.TokenOf($"fay-{use}-other"));

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity-taken");
        problem.GetRawText().ShouldNotContain("fay");
        problem.GetRawText().ShouldNotContain(otherId);
        (await fay.GetJsonAsync("/api/account")).GetRawText().ShouldBe(before);
        (await api.AuditAsync(otherId)).ShouldBe(entries);
    }

    [Fact]
    public async Task A_second_token_that_will_not_do_is_named_by_its_field_without_a_challenge()
    {
        var gina = api.SignedInAs("gina");
        await ShouldRefuseAsync(gina, "rejected", "The access token is not valid.");
        await ShouldRefuseAsync(gina, api.TokenOf("gina-next", change: claims => claims["exp"] = 1), "The access token is not valid.");
        await ShouldRefuseAsync(
            gina, api.Tokens.ForMachine(PermissionNames.Known), "The access token is a machine's, and an account is a person's.");
        await ShouldRefuseAsync(
            gina, api.Tokens.ForPerson("gina-next", ["account.read"]), "The access token lacks the scope of account.write.");
        foreach (var token in new[]
        {
            api.TokenOf("gina-next", TimeSpan.FromSeconds(301)),
            api.TokenOf("gina-next", TimeSpan.FromSeconds(-61)),
        })
        {
            await ShouldRefuseAsync(gina, token, "The sign-in of the access token is too long ago: sign in again, at most 300 seconds before.");
        }

        await ShouldRefuseAsync(
            gina,
            api.TokenOf("gina-next", change: claims => claims.Remove("auth_time")),
            "The access token has no auth_time, so the time of its sign-in is unknown: ask its provider for it, as with max_age.");

        Subjects(await gina.GetJsonAsync("/api/account")).ShouldBe(["gina"]);
    }

    [Fact]
    public async Task A_second_token_whose_customer_signed_out_since_will_not_do()
    {
        var token = api.TokenOf("hedi-next");
        using var signedOut = await api.With(token).PostAsync("/api/account/sign-out-everywhere");

        await ShouldRefuseAsync(api.SignedInAs("hedi"), token, "The access token is not valid.");
    }

    [Theory]
    [InlineData("{}", "token")]
    [InlineData("""{"token":""}""", "token")]
    [InlineData("""{"token":null}""", "token")]
    [InlineData("""{"token":7}""", "token")]
    [InlineData("""{"token":"a","more":1}""", "body")]
    public async Task A_body_without_a_token_is_named_by_its_field(string body, string field)
    {
        using var response = await api.SignedInAs("ida").PostTextAsync("/api/account/identities", body);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        problem.GetProperty("errors").Names().ShouldBe([field]);
    }

    [Fact]
    public async Task Two_who_link_the_same_identity_at_once_end_in_one_winner()
    {
        var people = Enumerable.Range(0, 8).Select(i => api.SignedInAs($"jo{i}")).ToList();
        foreach (var person in people)
        {
            await person.CustomerIdAsync();
        }

        var answers = await Task.WhenAll(people.Select(person => person.LinkAsync(api.TokenOf("jo-next"))));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(7);
    }

    [Fact]
    public async Task A_link_and_a_first_sight_at_once_end_in_one_customer()
    {
        for (var i = 0; i < 10; i++)
        {
            var kai = api.SignedInAs($"kai{i}");
            var next = api.SignedInAs($"kai{i}-next");
            var id = await kai.CustomerIdAsync();

            var answers = await Task.WhenAll(
                kai.LinkAsync(api.TokenOf($"kai{i}-next")), next.GetAnswerAsync("/api/account"), next.PostTextAsync("/api/orders", Order));

            answers[1].StatusCode.ShouldBe(HttpStatusCode.OK, await answers[1].TextAsync());
            answers[2].StatusCode.ShouldBe(HttpStatusCode.Created, await answers[2].TextAsync());
            if (answers[0].StatusCode == HttpStatusCode.OK)
            {
                (await next.CustomerIdAsync()).ShouldBe(id);
                (await kai.GetJsonAsync("/api/orders")).OrderIds().Count.ShouldBe(1);
            }
            else
            {
                await answers[0].ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity-taken");
            }

            (await next.GetJsonAsync("/api/orders")).OrderIds().Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task No_token_and_no_subject_reaches_the_log()
    {
        using var linked = await api.SignedInAs("very-private-lea").LinkAsync(api.TokenOf("very-private-lea-next"));
        linked.StatusCode.ShouldBe(HttpStatusCode.OK);

        api.Log.GetSnapshot().ShouldNotContain(line =>
            line.Message.Contains("very-private", StringComparison.Ordinal) || line.Message.Contains("eyJ", StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Subjects(JsonElement account) =>
        [.. account.GetProperty("identities").EnumerateArray().Select(identity => identity.Text("subject"))];

    private static async Task ShouldRefuseAsync(HttpClient first, string token, string message)
    {
        using var response = await first.LinkAsync(token);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        problem.GetProperty("errors").GetProperty("token").EnumerateArray().Single().GetString().ShouldBe(message);
        problem.GetRawText().ShouldNotContain(token);
        response.Challenge().ShouldBeEmpty();
    }
}
