using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Modular.Api.Tests.Hosting;

/// <summary>The resource server with a quota of 2 requests a second and 3 at once, behind the proxies of 10.1.0.0/16.</summary>
public class QuotaHost : ApiHost
{
    public const int Burst = 3;

    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(500);

    protected override IEnumerable<(string Setting, string Value)> Settings =>
    [
        .. base.Settings,
        ("Quota:RequestsPerSecond", "2"),
        ("Quota:Burst", "3"),
        ("TrustedProxies:0", "10.1.0.0/16"),
        ("TrustedProxies:1", "2001:db8::7"),
    ];

    /// <summary>Asks for an open page, or, with a token, for one that needs a token.</summary>
    public async Task<HttpResponseMessage> AskAsync(string? token, string? from = null, string? forwardedFor = null, string path = "/api/products")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", token is null ? [] : ["Bearer " + token]);
        Add(AddressedClient.Header, from);
        Add("X-Forwarded-For", forwardedFor);
        return await Anonymous().SendAsync(request, TestContext.Current.CancellationToken);

        void Add(string header, string? value)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(header, value);
            }
        }
    }

    /// <summary>The statuses of so many requests, one after the other.</summary>
    public async Task<IReadOnlyList<int>> AskOftenAsync(int times, string? token, string? from = null, string? forwardedFor = null, string path = "/api/products")
    {
        List<int> statuses = [];
        for (var i = 0; i < times; i++)
        {
            using var response = await AskAsync(token, from, forwardedFor, path);
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }

    protected override void Configure(IServiceCollection services) => services.AddTransient<IStartupFilter, AddressedClient>();
}
