using System.Net;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Customers;

public sealed class ProfileTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_profile_is_replaced_as_a_whole()
    {
        var ines = api.SignedInAs("ines");
        const string Full =
            """{"name":"Inés 김","email":"ines@example.com","phone":"+821012345678","addresses":[{"line1":"Calle 1","postalCode":"28001","city":"Madrid","country":"ES"}]}""";
        using var full = await ines.PutTextAsync("/api/profile", Full);
        full.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ines.GetJsonAsync("/api/profile")).Text("name").ShouldBe("Inés 김");

        using var less = await ines.PutTextAsync("/api/profile", """{"name":"Inés"}""");

        (await ines.GetJsonAsync("/api/profile")).GetRawText().ShouldBe("""{"name":"Inés","addresses":[]}""");
    }

    [Theory]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":"a\nb"}""", "name")]
    [InlineData("""{"email":"nobody"}""", "email")]
    [InlineData("""{"email":"a@b@c.de"}""", "email")]
    [InlineData("""{"phone":"030 123456"}""", "phone")]
    [InlineData("""{"addresses":[{"line1":"a","postalCode":"b","city":"c","country":"Germany"}]}""", "addresses[0].country")]
    [InlineData("""{"addresses":[{"postalCode":"b","city":"c","country":"DE"}]}""", "addresses[0].line1")]
    [InlineData("""{"addresses":[null]}""", "addresses[0]")]
    [InlineData("""{"addresses":[{},{},{},{},{},{},{},{},{},{},{}]}""", "addresses")]
    [InlineData("""{"customerId":"x"}""", "body")]
    public async Task Bad_input_is_named_by_its_field(string body, string field)
    {
        using var response = await api.SignedInAs("ines").PutTextAsync("/api/profile", body);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        problem.GetProperty("errors").Names().ShouldContain(field);
    }

    [Theory]
    [InlineData("/api/profile")]
    [InlineData("/api/account")]
    public async Task Personal_data_is_stored_in_no_cache(string path)
    {
        using var response = await api.SignedInAs("alice").GetAnswerAsync(path);

        response.Headers.CacheControl?.ToString().ShouldBe("no-store");
    }

    [Fact]
    public async Task Nothing_that_people_tell_reaches_the_log()
    {
        using var response = await api.SignedInAs("jana").PutTextAsync("/api/profile", """{"name":"Jana Unique-Name","email":"jana@unique.example"}""");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        api.Log.GetSnapshot().ShouldNotContain(line => line.Message.Contains("unique", StringComparison.OrdinalIgnoreCase));
    }
}
