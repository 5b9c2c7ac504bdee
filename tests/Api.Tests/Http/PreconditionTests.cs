using System.Net;
using Modular.Api.Tests.Customers;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Orders;

namespace Modular.Api.Tests.Http;

/// <summary>RFC 9110 section 13: profile and account are read again only if they changed, and changed only if they are what the caller saw.</summary>
public sealed class PreconditionTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("/api/profile")]
    [InlineData("/api/account")]
    public async Task Who_has_the_state_already_gets_304_with_its_tag_and_no_body(string path)
    {
        var hugo = api.SignedInAs("hugo");
        var tag = await TagAsync(hugo, path);

        foreach (var known in new[] { tag, $"W/{tag}", $"\"x\", {tag}", "*" })
        {
            using var response = await hugo.SendAsync(HttpMethod.Get, path, body: null, ("If-None-Match", known));

            response.StatusCode.ShouldBe(HttpStatusCode.NotModified, known);
            response.Headers.ETag?.ToString().ShouldBe(tag);
            response.Headers.CacheControl?.ToString().ShouldBe("no-store");
            (await response.TextAsync()).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("/api/profile")]
    [InlineData("/api/account")]
    public async Task Who_has_another_state_or_names_no_tag_gets_the_state(string path)
    {
        var hugo = api.SignedInAs("hugo");
        var tag = await TagAsync(hugo, path);

        foreach (var known in new[] { "\"x\"", tag.Trim('"'), tag.ToUpperInvariant(), "", "\"" })
        {
            using var response = await hugo.SendAsync(HttpMethod.Get, path, body: null, ("If-None-Match", known));

            response.StatusCode.ShouldBe(HttpStatusCode.OK, known);
        }
    }

    [Fact]
    public async Task A_read_of_an_expected_state_is_412_when_there_is_another_one()
    {
        var hugo = api.SignedInAs("hugo");

        using var other = await hugo.SendAsync(HttpMethod.Get, "/api/profile", body: null, ("If-Match", "\"x\""));
        using var same = await hugo.SendAsync(HttpMethod.Get, "/api/profile", body: null, ("If-Match", await TagAsync(hugo, "/api/profile")));

        await other.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition-failed");
        same.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_profile_is_replaced_if_it_is_what_the_caller_saw()
    {
        var jan = api.SignedInAs("jan");
        var first = await TagAsync(jan, "/api/profile");

        using var replaced = await PutAsync(jan, "Jan", first);
        using var late = await PutAsync(jan, "Jan the late", first);

        replaced.StatusCode.ShouldBe(HttpStatusCode.OK);
        var second = await TagAsync(jan, "/api/profile");
        replaced.Headers.ETag?.ToString().ShouldBe(second);
        second.ShouldNotBe(first);
        await late.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition-failed");
        (await jan.GetJsonAsync("/api/profile")).Text("name").ShouldBe("Jan");
    }

    [Fact]
    public async Task What_matches_nothing_changes_nothing()
    {
        var kim = api.SignedInAs("kim");
        var tag = await TagAsync(kim, "/api/profile");

        foreach (var seen in new[] { $"W/{tag}", "\"x\"", tag.Trim('"'), "\"", $"{tag}x" })
        {
            using var response = await PutAsync(kim, "Kim", seen);

            await response.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition-failed");
        }

        (await TagAsync(kim, "/api/profile")).ShouldBe(tag);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("\"x\", {0}")]
    public async Task A_list_with_the_tag_and_any_state_match(string seen)
    {
        var lea = api.SignedInAs("lea");

        using var response = await PutAsync(lea, "Lea", seen.Replace("{0}", await TagAsync(lea, "/api/profile"), StringComparison.Ordinal));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task If_None_Match_is_a_condition_of_a_change_too()
    {
        var mia = api.SignedInAs("mia");
        var tag = await TagAsync(mia, "/api/profile");

        using var any = await mia.SendAsync(HttpMethod.Put, "/api/profile", """{"name":"Mia"}""", ("If-None-Match", "*"));
        using var same = await mia.SendAsync(HttpMethod.Put, "/api/profile", """{"name":"Mia"}""", ("If-None-Match", $"W/{tag}"));
        using var other = await mia.SendAsync(HttpMethod.Put, "/api/profile", """{"name":"Mia"}""", ("If-None-Match", "\"x\""));

        await any.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition-failed");
        await same.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition-failed");
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_many_who_saw_the_same_profile_one_replaces_it()
    {
        var nia = api.SignedInAs("nia");
        var tag = await TagAsync(nia, "/api/profile");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => PutAsync(nia, $"Nia {i}", tag)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed).ShouldBe(9);
        foreach (var answer in answers)
        {
            answer.Dispose();
        }
    }

    [Fact]
    public async Task The_identities_of_an_account_change_if_the_account_is_what_the_caller_saw()
    {
        var ole = api.SignedInAs("ole");
        var alone = await TagAsync(ole, "/api/account");
        var body = $$"""{"token":"{{api.TokenOf("ole-next")}}"}""";

        using var linked = await ole.SendAsync(HttpMethod.Post, "/api/account/identities", body, ("If-Match", alone));
        using var linkedLate = await ole.SendAsync(HttpMethod.Post, "/api/account/identities", body, ("If-Match", alone));
        var both = await TagAsync(ole, "/api/account");
        var identity = (await ole.GetJsonAsync("/api/account")).GetProperty("identities")[1].Text("id");
        using var removedLate = await ole.SendAsync(HttpMethod.Delete, $"/api/account/identities/{identity}", body: null, ("If-Match", alone));
        using var removed = await ole.SendAsync(HttpMethod.Delete, $"/api/account/identities/{identity}", body: null, ("If-Match", both));

        linked.StatusCode.ShouldBe(HttpStatusCode.OK, await linked.TextAsync());
        linked.Headers.ETag?.ToString().ShouldBe(both);
        await linkedLate.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition-failed");
        await removedLate.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition-failed");
        await removed.ShouldBeDoneAsync();
        (await TagAsync(ole, "/api/account")).ShouldBe(alone);
    }

    [Fact]
    public async Task An_account_is_closed_if_it_is_what_the_caller_saw()
    {
        var pia = api.SignedInAs("pia");
        var tag = await TagAsync(pia, "/api/account");

        using var signedOut = await pia.SendAsync(HttpMethod.Post, "/api/account/sign-out-everywhere", body: null, ("If-Match", "\"x\""));
        using var other = await pia.SendAsync(HttpMethod.Delete, "/api/account", body: null, ("If-Match", "\"x\""));
        using var same = await pia.SendAsync(HttpMethod.Delete, "/api/account", body: null, ("If-Match", tag));

        await signedOut.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition-failed");
        await other.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition-failed");
        await same.ShouldBeDoneAsync();
    }

    [Fact]
    public async Task A_sign_in_changes_the_account_at_once_whenever_it_is_noted()
    {
        var earlier = await TagAsync(api.SignedInAgo("rob", TimeSpan.FromSeconds(100)), "/api/account");
        var now = api.SignedInAs("rob");

        var first = await TagAsync(now, "/api/account");

        first.ShouldNotBe(earlier);
        (await TagAsync(now, "/api/account")).ShouldBe(first);
    }

    [Fact]
    public async Task Rule_16_an_identity_of_another_account_is_404_before_any_condition()
    {
        var theirs = (await api.SignedInAs("sam").GetJsonAsync("/api/account")).GetProperty("identities")[0].Text("id");

        using var response = await api.SignedInAs("tim").SendAsync(HttpMethod.Delete, $"/api/account/identities/{theirs}", body: null, ("If-Match", "\"x\""));

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "identity-not-found");
    }

    private static async Task<string> TagAsync(HttpClient person, string path)
    {
        using var response = await person.GetAnswerAsync(path);
        return response.Headers.ETag.ShouldNotBeNull().ToString();
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient person, string name, string seen) =>
        person.SendAsync(HttpMethod.Put, "/api/profile", $$"""{"name":"{{name}}"}""", ("If-Match", seen));
}
