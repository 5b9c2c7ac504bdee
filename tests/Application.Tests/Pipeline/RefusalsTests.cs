using ErrorOr;
using Modular.Application.Pipeline;

namespace Modular.Application.Tests.Pipeline;

public class RefusalsTests
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(3);

    [Fact]
    public void A_client_over_its_quota_is_told_when_to_ask_again()
    {
        var refusal = Refusals.TooManyRequests(Later);

        refusal.NumericType.ShouldBe(429);
        refusal.Code.ShouldBe("too-many-requests");
        refusal.Metadata.ShouldNotBeNull()[Refusals.RetryAfterKey].ShouldBe(Later);
    }

    [Fact]
    public void A_token_that_cannot_be_decided_is_an_outage_with_the_time_to_ask_again()
    {
        var refusal = Refusals.Undecided(Later);

        refusal.Type.ShouldBe(ErrorType.Failure);
        refusal.Code.ShouldBe("identity-provider-unavailable");
        refusal.Metadata.ShouldNotBeNull()[Refusals.RetryAfterKey].ShouldBe(Later);
    }
}
