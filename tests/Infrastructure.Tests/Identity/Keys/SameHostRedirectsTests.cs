using System.Net;
using Modular.Infrastructure.Identity.Http;

namespace Modular.Infrastructure.Tests.Identity.Keys;

/// <summary>Which redirects of a provider are followed: none that leads to an address which the operator did not configure.</summary>
public sealed class SameHostRedirectsTests
{
    private const string Asked = "https://keys.example/jwks";

    [Theory]
    [InlineData("https://keys.example/jwks/", true)]
    [InlineData("/v2/jwks?a=b", true)]
    [InlineData("https://KEYS.example:443/jwks/", true)]
    [InlineData("https://user@keys.example/jwks", false)]
    [InlineData("http://keys.example/jwks", false)]
    [InlineData("https://keys.example:8443/jwks", false)]
    [InlineData("https://other.example/jwks", false)]
    [InlineData("//other.example/jwks", false)]
    [InlineData(null, false)]
    public async Task A_redirect_is_followed_to_the_same_scheme_host_and_port(string? location, bool isFollowed)
    {
        var provider = new Provider(_ => HttpStatusCode.Found, location);
        using var response = await AskAsync(provider, HttpMethod.Get);

        provider.Requests.Count.ShouldBe(isFollowed ? 4 : 1);
        response.StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Theory]
    [InlineData(HttpStatusCode.MultipleChoices, false)]
    [InlineData(HttpStatusCode.MovedPermanently, true)]
    [InlineData(HttpStatusCode.Found, true)]
    [InlineData(HttpStatusCode.SeeOther, true)]
    [InlineData(HttpStatusCode.NotModified, false)]
    [InlineData(HttpStatusCode.TemporaryRedirect, true)]
    [InlineData(HttpStatusCode.PermanentRedirect, true)]
    [InlineData(HttpStatusCode.Created, false)]
    public async Task An_answer_is_a_redirect_by_its_status(HttpStatusCode status, bool isRedirect)
    {
        var provider = new Provider(asked => asked == 1 ? status : HttpStatusCode.OK, "/v2");
        using var response = await AskAsync(provider, HttpMethod.Get);

        response.StatusCode.ShouldBe(isRedirect ? HttpStatusCode.OK : status);
        provider.Requests.ShouldBe(isRedirect ? [new Uri(Asked), new Uri("https://keys.example/v2")] : [new Uri(Asked)]);
        provider.Given[0].IsDisposed.ShouldBe(isRedirect);
    }

    [Fact]
    public async Task What_is_sent_is_not_sent_again_elsewhere()
    {
        var provider = new Provider(_ => HttpStatusCode.TemporaryRedirect, "/v2");
        using var response = await AskAsync(provider, HttpMethod.Post);

        provider.Requests.ShouldBe([new Uri(Asked)]);
    }

    private static async Task<HttpResponseMessage> AskAsync(Provider provider, HttpMethod method)
    {
        using var client = new HttpMessageInvoker(new SameHostRedirects { InnerHandler = provider });
        using var request = new HttpRequestMessage(method, Asked);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private sealed class Provider(Func<int, HttpStatusCode> statusOf, string? location) : HttpMessageHandler
    {
        public List<Uri> Requests { get; } = [];

        public List<Answer> Given { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request.RequestUri!);
            var answer = new Answer(statusOf(Requests.Count));
            answer.Headers.Location = location is null ? null : new Uri(location, UriKind.RelativeOrAbsolute);
            Given.Add(answer);
            return Task.FromResult<HttpResponseMessage>(answer);
        }
    }

    private sealed class Answer(HttpStatusCode status) : HttpResponseMessage(status)
    {
        public bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
