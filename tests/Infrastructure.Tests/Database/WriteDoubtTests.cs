using Microsoft.Extensions.Time.Testing;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Tests.Database;

/// <summary>Whether the database takes writes, as far as a node has seen.</summary>
public class WriteDoubtTests
{
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly WriteDoubt _doubt;

    public WriteDoubtTests() => _doubt = new WriteDoubt(_clock);

    [Fact]
    public void There_is_none_before_a_write_has_failed()
    {
        _doubt.IsRaised.ShouldBeFalse();
        _doubt.End().ShouldBeTrue();
    }

    [Fact]
    public void A_trial_ends_it_five_seconds_after_the_last_failure_and_no_earlier()
    {
        _doubt.Raise();
        _clock.Advance(QuietFor - Tick);
        _doubt.End().ShouldBeFalse();
        _doubt.Raise();
        _clock.Advance(QuietFor - Tick);
        _doubt.End().ShouldBeFalse();
        _doubt.IsRaised.ShouldBeTrue();

        _clock.Advance(Tick);

        _doubt.End().ShouldBeTrue();
        _doubt.IsRaised.ShouldBeFalse();
    }
}
