using System.Net;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Identity;

public sealed class BearerTests(ApiHost api) : IClassFixture<ApiHost>
{
    private string Good => api.Tokens.ForPerson("alice", ["orders.read"]);

    [Theory]
    [InlineData("Bearer")]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    [InlineData("bEaReR")]
    public async Task The_scheme_is_taken_in_any_casing(string scheme)
    {
        using var response = await SendAsync("/api/orders", $"{scheme} {Good}");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Basic YWxpY2U6cGFzc3dvcmQ=")]
    [InlineData("Bearer")]
    [InlineData("DPoP x")]
    public async Task Another_scheme_is_as_no_token(string header)
    {
        using var response = await SendAsync("/api/orders", header);

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        response.Challenge().ShouldNotContain("error");
    }

    [Fact]
    public async Task A_token_in_the_query_is_never_accepted()
    {
        using var response = await api.Anonymous().GetAnswerAsync("/api/orders?access_token=" + Good);

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        response.ShouldChallenge();
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("Access_Token")]
    [InlineData("limit=1&access%5Ftoken")]
    public async Task A_token_in_the_query_beside_one_in_the_header_is_400(string name)
    {
        using var response = await SendAsync($"/api/orders?{name}={Good}", "Bearer " + Good);

        await ShouldBeSeveralAsync(response);
    }

    [Fact]
    public async Task Two_headers_are_400()
    {
        using var same = await SendAsync("/api/orders", "Bearer " + Good, "Bearer " + Good);
        using var other = await SendAsync("/api/orders", "Bearer " + Good, "Basic YWxpY2U6cGFzc3dvcmQ=");

        await ShouldBeSeveralAsync(same);
        await ShouldBeSeveralAsync(other);
    }

    [Theory]
    [InlineData("Bearer {0}, Bearer {0}")]
    [InlineData("Bearer {0},bearer x")]
    [InlineData("Bearer x,  Basic YWxpY2U6cGFzc3dvcmQ=")]
    [InlineData("Basic YWxpY2U6cGFzc3dvcmQ=, Bearer {0}")]
    [InlineData("Bearer a, b, Bearer {0}")]
    public async Task Two_in_one_header_are_400(string header)
    {
        using var response = await SendAsync("/api/orders", header.Replace("{0}", Good, StringComparison.Ordinal));

        await ShouldBeSeveralAsync(response);
    }

    [Theory]
    [InlineData("Bearer ")]
    [InlineData("Bearer a b")]
    [InlineData("Bearer a,b")]
    [InlineData("Bearer a, b")]
    [InlineData("Bearer ,")]
    public async Task What_is_no_token_is_401(string header)
    {
        using var response = await SendAsync("/api/orders", header);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/api/orders")]
    [InlineData("/api/nothing-here")]
    [InlineData("/nothing-here")]
    [InlineData("/")]
    [InlineData("/openapi/other.json")]
    public async Task Whatever_is_not_said_to_be_open_needs_a_caller(string path)
    {
        using var response = await api.Anonymous().GetAnswerAsync(path);

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    public async Task What_is_open_stays_open_with_a_bad_token(string path)
    {
        using var response = await api.With("garbage").GetAnswerAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_method_is_405_and_told_which_are_right()
    {
        using var response = await api.SignedInAs("alice").DeleteAsync("/api/orders", TestContext.Current.CancellationToken);

        await response.ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        response.Content.Headers.Allow.Order(StringComparer.Ordinal).ShouldBe(["GET", "HEAD", "POST"]);
    }

    [Fact]
    public async Task Every_answer_names_its_trace_in_a_header_and_not_in_the_body()
    {
        using var response = await api.Anonymous().GetAnswerAsync("/api/orders");

        response.Headers.GetValues(TraceId.Header).Single().ShouldNotBeNullOrWhiteSpace();
        (await response.JsonAsync()).Names().ShouldBe(["type", "title", "status", "detail"]);
    }

    [Fact]
    public async Task Time_ends_a_token()
    {
        await using var other = new ApiHost();
        var alice = other.With(other.Tokens.ForPerson("alice", ["orders.read"], lifetime: TimeSpan.FromMinutes(5)));
        await alice.GetJsonAsync("/api/orders");
        other.Clock.Advance(TimeSpan.FromMinutes(6));

        using var response = await alice.GetAnswerAsync("/api/orders");

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
    }

    private static async Task ShouldBeSeveralAsync(HttpResponseMessage response)
    {
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "several-tokens");
        response.ShouldChallenge("error=\"invalid_request\", error_description=\"One access token a request.\"");
    }

    private async Task<HttpResponseMessage> SendAsync(string path, params string[] authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await api.Anonymous().SendAsync(request, TestContext.Current.CancellationToken);
    }
}
