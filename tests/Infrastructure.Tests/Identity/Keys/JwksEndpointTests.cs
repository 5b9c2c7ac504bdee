using System.Net;
using Modular.Infrastructure.Identity.Keys;

namespace Modular.Infrastructure.Tests.Identity.Keys;

public sealed class JwksEndpointTests : IClassFixture<SigningKeys>, IDisposable
{
    private readonly PoolKeys _pool = new();
    private readonly JwksEndpoint _address;

    public JwksEndpointTests(SigningKeys keys)
    {
        _pool.Publish("k1", keys.Ours);
        _address = new JwksEndpoint(new Uri("https://keys.example/jwks.json"), () => new HttpClient(_pool, disposeHandler: false));
    }

    public void Dispose() => _pool.Dispose();

    [Fact]
    public async Task Keys_are_as_young_as_their_fetch_and_good_for_five_minutes()
    {
        var fetched = (await FetchAsync()).ShouldBeOfType<KeyFetch.Fetched>();

        (fetched.Keys.Count, fetched.Age).ShouldBe((1, TimeSpan.Zero));
        (_address.Place, _address.RefreshAfter).ShouldBe(("https://keys.example/jwks.json", TimeSpan.FromMinutes(5)));
        _pool.Asked.ShouldBe([new Uri("https://keys.example/jwks.json")]);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, true)]
    [InlineData(HttpStatusCode.Forbidden, true)]
    [InlineData(HttpStatusCode.Unauthorized, false)]
    [InlineData(HttpStatusCode.Gone, false)]
    [InlineData(HttpStatusCode.NoContent, false)]
    [InlineData(HttpStatusCode.Found, false)]
    [InlineData(HttpStatusCode.InternalServerError, false)]
    public async Task Only_403_and_404_say_that_there_are_no_keys(HttpStatusCode status, bool saysSo)
    {
        _pool.Instead = (_, _) => Task.FromResult(new HttpResponseMessage(status));

        var fetch = await FetchAsync();

        (fetch is KeyFetch.NotThere).ShouldBe(saysSo);
        ((fetch as KeyFetch.NotThere)?.Problem ?? fetch.ShouldBeOfType<KeyFetch.Failed>().Problem).ShouldStartWith($"answered {(int)status}");
    }

    [Fact]
    public async Task What_is_no_key_set_is_a_failure()
    {
        _pool.Instead = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") });

        (await FetchAsync()).ShouldBe(new KeyFetch.Failed("the answer is no usable key set: it is no JSON object with a list named keys"));
    }

    private Task<KeyFetch> FetchAsync() => _address.FetchAsync(TestContext.Current.CancellationToken);
}
