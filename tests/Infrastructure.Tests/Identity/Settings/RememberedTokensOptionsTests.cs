using Modular.Infrastructure.Identity.Validation;

namespace Modular.Infrastructure.Tests.Identity.Settings;

public class RememberedTokensOptionsTests
{
    [Theory]
    [InlineData(0, 1, 0, 1, 0)]
    [InlineData(1_000_000, 300, 100_000, 30, 0)]
    [InlineData(-1, 1, 0, 1, 1)]
    [InlineData(1_000_001, 1, 0, 1, 1)]
    [InlineData(0, 0, 0, 1, 1)]
    [InlineData(0, 301, 0, 1, 1)]
    [InlineData(0, 1, -1, 1, 1)]
    [InlineData(0, 1, 100_001, 1, 1)]
    [InlineData(0, 1, 0, 0, 1)]
    [InlineData(0, 1, 0, 31, 1)]
    [InlineData(-1, 0, -1, 0, 4)]
    public void Each_number_has_its_bounds_and_all_that_are_wrong_are_named(int accepted, int acceptedSeconds, int rejected, int rejectedSeconds, int failures)
    {
        var options = new RememberedTokensOptions
        {
            Accepted = accepted,
            AcceptedSeconds = acceptedSeconds,
            Rejected = rejected,
            RejectedSeconds = rejectedSeconds,
        };

        var result = new RememberedTokensCheck().Validate(null, options);
        (result.Failures?.Count() ?? 0).ShouldBe(failures);
        result.Failed.ShouldBe(failures > 0);
    }
}
