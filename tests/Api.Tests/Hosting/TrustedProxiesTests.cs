using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Modular.Api.Tests.Hosting;

public sealed class TrustedProxiesTests(TrustedProxiesTests.ProxiedHost api) : IClassFixture<TrustedProxiesTests.ProxiedHost>
{
    [Theory]
    [InlineData("10.1.0.5", true)]
    [InlineData("::ffff:10.1.0.5", true)]
    [InlineData("2001:db8::7", true)]
    [InlineData("10.2.0.5", false)]
    [InlineData("2001:db8::8", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    public async Task Only_a_trusted_proxy_can_say_that_a_request_came_over_https(string from, bool isBelieved)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://api.example.com/health/live");
        request.Headers.Add(AddressedClient.Header, from);
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var response = await api.Anonymous().SendAsync(request, TestContext.Current.CancellationToken);

        response.Headers.Contains("Strict-Transport-Security").ShouldBe(isBelieved);
    }

    [Fact]
    public async Task Without_any_nobody_can()
    {
        await using var alone = new LoneHost();
        await alone.InitializeAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://api.example.com/health/live");
        request.Headers.Add(AddressedClient.Header, "127.0.0.1");
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var response = await alone.Anonymous().SendAsync(request, TestContext.Current.CancellationToken);

        response.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
    }

    public class LoneHost : OutsideDevelopmentTests.MigratedHost
    {
        protected override void Configure(IServiceCollection services) => services.AddTransient<IStartupFilter, AddressedClient>();
    }

    public sealed class ProxiedHost : LoneHost
    {
        protected override IEnumerable<(string Setting, string Value)> Settings =>
            [.. base.Settings, ("TrustedProxies:0", "10.1.0.0/16"), ("TrustedProxies:1", "2001:db8::7")];
    }
}
