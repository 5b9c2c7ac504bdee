using System.Net;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Providers;

namespace Modular.Api.Tests.Suite;

/// <summary>And what it promises when it trusts two providers at once.</summary>
public abstract class SideBySideSuite(SuiteHost host, int speaking) : NetworkSuite(host, speaking)
{
    private TrustedProvider Other => Host.Providers().Single(provider => provider != Provider);

    [Fact]
    public async Task Alice_is_one_customer_whichever_provider_she_comes_from()
    {
        var here = await (await AsAsync("alice")).GetJsonAsync("/api/account");
        var there = await With(await Other.PersonTokenAsync("alice")).GetJsonAsync("/api/account");

        // All but when they signed in: that is now each time.
        there.Text("customerId").ShouldBe(here.Text("customerId"));
        there.GetProperty("identities").GetRawText().ShouldBe(here.GetProperty("identities").GetRawText());
    }

    /// <summary>A provider that is gone does not affect callers of the other.</summary>
    private protected override async Task WithoutItAsync(ApiNode cold)
    {
        (await cold.With(await Other.PersonTokenAsync("alice")).GetJsonAsync("/api/orders")).OrderIds().ShouldBe([1, 2]);
        using var ready = await cold.With(null).GetAnswerAsync("/health/ready");
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
