using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Modular.Api.Tests.Hosting;

/// <summary>SECURITY rule 18: a token of the greatest length fits into a request of each version of HTTP.</summary>
public sealed class HeaderLimitsTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const int LongestToken = 24 * 1024;
    private const int OtherHeaders = 6 * 1024;

    [Fact]
    public void A_token_of_24_KB_fits_into_the_headers_beside_the_usual_others()
    {
        var limits = api.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        limits.MaxRequestHeadersTotalSize.ShouldBeGreaterThanOrEqualTo(LongestToken + OtherHeaders);
        limits.Http2.MaxRequestHeaderFieldSize.ShouldBeGreaterThanOrEqualTo(LongestToken + OtherHeaders);
    }
}
