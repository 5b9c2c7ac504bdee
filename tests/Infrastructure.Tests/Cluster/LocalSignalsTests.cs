using Microsoft.Extensions.Logging.Abstractions;
using Modular.Application.Cluster;
using Modular.Domain.Customers;
using Modular.Infrastructure.Cluster;

namespace Modular.Infrastructure.Tests.Cluster;

public class LocalSignalsTests
{
    private static readonly NodeSignal Signal =
        new NodeSignal.CustomerSuspended(new CustomerId(Guid.NewGuid()), [new("https://issuer.example", "alice")]);

    private readonly LocalSignals _signals = new(NullLogger<LocalSignals>.Instance);

    [Fact]
    public async Task Every_subscriber_hears_before_the_publisher_goes_on()
    {
        List<NodeSignal> first = [], second = [];
        using var one = _signals.Subscribe(first.Add);
        using var other = _signals.Subscribe(second.Add);

        await _signals.PublishAsync(Signal);

        first.ShouldBe([Signal]);
        second.ShouldBe([Signal]);
    }

    [Fact]
    public async Task A_subscriber_that_fails_fails_nobody_else()
    {
        List<NodeSignal> heard = [];
        using var broken = _signals.Subscribe(_ => throw new InvalidOperationException("broken"));
        using var sound = _signals.Subscribe(heard.Add);

        await _signals.PublishAsync(Signal);
        await _signals.PublishAsync(Signal);

        heard.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Who_has_left_hears_nothing_more_even_when_it_leaves_while_it_hears()
    {
        List<NodeSignal> heard = [];
        IDisposable? leaving = null;
        leaving = _signals.Subscribe(signal =>
        {
            heard.Add(signal);
            leaving!.Dispose();
        });

        await _signals.PublishAsync(Signal);
        await _signals.PublishAsync(Signal);
        leaving.Dispose();

        heard.Count.ShouldBe(1);
    }
}
