using System.Net;
using CsCheck;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Modular.Application.Cluster;
using Modular.Infrastructure.Cluster;

namespace Modular.Infrastructure.Tests.Cluster;

public class LocalQuotaTests
{
    private static readonly QuotaKey Somebody = QuotaKey.Of(IPAddress.Parse("192.0.2.1"));

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void In_no_window_of_time_are_there_more_than_the_burst_and_what_the_rate_gives() =>
        Cases.Sample(
            example =>
            {
                var quota = Quota(example.Rate, example.Burst);
                List<long> counted = [];
                foreach (var pause in example.Pauses)
                {
                    _clock.Advance(TimeSpan.FromTicks(pause));
                    if (Take(quota) is null)
                    {
                        counted.Add(_clock.GetTimestamp());
                    }
                }

                return (from first in Enumerable.Range(0, counted.Count)
                        from last in Enumerable.Range(first, counted.Count - first)
                        let seconds = (counted[last] - counted[first]) / (double)_clock.TimestampFrequency
                        select last - first + 1 <= example.Burst + (example.Rate * seconds) + 1e-6).All(holds => holds);
            },
            iter: 300,
            threads: 1);

    [Fact]
    public void A_caller_who_waits_as_long_as_told_may_go_on_and_not_a_moment_earlier() =>
        Cases.Sample(
            example =>
            {
                var quota = Quota(example.Rate, example.Burst);
                foreach (var pause in example.Pauses)
                {
                    _clock.Advance(TimeSpan.FromTicks(pause));
                    if (Take(quota) is not { } wait)
                    {
                        continue;
                    }

                    _clock.Advance(wait - TimeSpan.FromTicks(1));
                    if (Take(quota) is null)
                    {
                        return false;
                    }

                    _clock.Advance(TimeSpan.FromTicks(1));
                    if (Take(quota) is not null)
                    {
                        return false;
                    }
                }

                return true;
            },
            iter: 300,
            threads: 1);

    [Fact]
    public async Task Many_at_once_get_the_burst_between_them()
    {
        var quota = Quota(rate: 10, burst: 1000);
        var allowed = 0;

        await Parallel.ForAsync(0, 5000, TestContext.Current.CancellationToken, async (_, stop) =>
        {
            if (await quota.TakeAsync(Somebody, stop) is null)
            {
                Interlocked.Increment(ref allowed);
            }
        });

        allowed.ShouldBe(1000);
    }

    [Fact]
    public void The_burst_is_a_seconds_worth_unless_said()
    {
        var quota = Quota(rate: 7, burst: null);

        Enumerable.Range(0, 9).Count(_ => Take(quota) is null).ShouldBe(7);
    }

    [Fact]
    public void Without_a_rate_there_is_no_limit_and_nobody_is_remembered()
    {
        var quota = Quota(rate: 0, burst: 1);

        Enumerable.Range(0, 1000).ShouldAllBe(_ => Take(quota) == null);
        quota.Keys.ShouldBe(0);
    }

    [Fact]
    public void A_flood_of_addresses_fills_no_memory()
    {
        var quota = Quota(rate: 1, burst: 1, mostKeys: 100);

        for (var i = 0; i < 10_000; i++)
        {
            Take(quota, QuotaKey.Of(new IPAddress(i + 1)));
        }

        quota.Keys.ShouldBeInRange(90, 110);
    }

    [Fact]
    public void A_known_key_costs_no_memory()
    {
        var quota = Quota(rate: 1_000_000, burst: 1_000_000);
        Take(quota);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Take(quota);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000);
    }

    [Theory]
    [InlineData(-1, 1, "Quota:RequestsPerSecond -1 is out of range: set 0 to 1000000.")]
    [InlineData(1_000_001, 1, "Quota:RequestsPerSecond 1000001 is out of range: set 0 to 1000000.")]
    [InlineData(1, 0, "Quota:Burst 0 is out of range: set 1 to 1000000.")]
    [InlineData(1, 1_000_001, "Quota:Burst 1000001 is out of range: set 1 to 1000000.")]
    public void What_is_out_of_range_is_refused(int rate, int burst, string sentence) =>
        new QuotaCheck().Validate(name: null, new QuotaOptions { RequestsPerSecond = rate, Burst = burst }).Failures.ShouldBe([sentence]);

    private static Gen<(int Rate, int Burst, long[] Pauses)> Cases => Gen.Select(
        Gen.OneOf(Gen.Int[1, 5], Gen.Int[100, 1000]), Gen.Int[1, 20], Gen.Long[0, TimeSpan.TicksPerSecond / 4].Array[1, 80]);

    private static TimeSpan? Take(LocalQuota quota, QuotaKey? key = null)
    {
        var taken = quota.TakeAsync(key ?? Somebody, CancellationToken.None);
        return taken.IsCompletedSuccessfully ? taken.Result : throw new InvalidOperationException("It waited for somebody.");
    }

    private LocalQuota Quota(int rate, int? burst, int mostKeys = 1000) =>
        new(Options.Create(new QuotaOptions { RequestsPerSecond = rate, Burst = burst }), _clock, mostKeys);
}
