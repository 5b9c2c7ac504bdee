using ErrorOr;
using Modular.Application.Cluster;
using Modular.Application.Customers;
using Modular.Application.Identity;
using Modular.Application.Pipeline;

namespace Modular.Application.Tests.Customers;

public sealed class LinkIdentityTests : IAsyncDisposable
{
    private static readonly Caller Alice = Callers.Person(Permissions.AccountWrite) with { AuthenticatedAt = Callers.Noon };

    private readonly World _world = new();

    public LinkIdentityTests() => _world.Tokens.Verdicts["good"] = new TokenVerdict.Accepted(Alice with { Subject = "alice-next" });

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Whether_the_second_token_is_good_cannot_be_told_now()
    {
        _world.Tokens.Verdicts["slow"] = new TokenVerdict.Undecided(TimeSpan.FromSeconds(7), "no keys");

        var error = (await _world.SendAsync(Alice, new LinkIdentity("slow"))).Errors.ShouldHaveSingleItem();

        (error.Type, error.Code).ShouldBe((ErrorType.Failure, "identity-provider-unavailable"));
        error.Metadata![Refusals.RetryAfterKey].ShouldBe(TimeSpan.FromSeconds(7));
        _world.Calls.Names.ShouldNotContain("ICustomerStore.LinkAsync");
    }

    [Fact]
    public async Task Nobody_asks_about_the_second_token_of_a_caller_who_may_not()
    {
        _world.Tokens.Verdicts.Clear();
        (await _world.SendAsync(Alice with { AuthenticatedAt = null }, new LinkIdentity("good"))).FirstError.Type.ShouldBe(ErrorType.Unauthorized);
        (await _world.SendAsync(Alice with { Granted = Permissions.AccountRead }, new LinkIdentity("good"))).FirstError.Type.ShouldBe(ErrorType.Forbidden);
    }

    [Fact]
    public async Task An_identity_that_is_taken_is_a_conflict()
    {
        _world.Calls.Answers["ICustomerStore.LinkAsync"] = Task.FromResult(new LinkOutcome(LinkOutcome.Result.Taken));
        (await _world.SendAsync(Alice, new LinkIdentity("good"))).FirstError.ShouldBe(CustomerErrors.IdentityTaken);
        _world.Signals.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_node_is_told_of_an_identity_that_changed_its_customer()
    {
        var unused = _world.Stored.AddCustomer("somebody");
        _world.Calls.Answers["ICustomerStore.LinkAsync"] = Task.FromResult(new LinkOutcome(LinkOutcome.Result.Merged, unused));
        (await _world.SendAsync(Alice, new LinkIdentity("good"))).IsError.ShouldBeFalse();

        var signal = _world.Signals.Told.ShouldHaveSingleItem().ShouldBeOfType<NodeSignal.IdentitiesUnlinked>();
        signal.CustomerId.ShouldBe(unused);
        signal.Identities.ShouldHaveSingleItem().Subject.ShouldBe("alice-next");
    }

    [Fact]
    public void A_request_that_is_printed_tells_nobody_the_token() => new LinkIdentity("secret").ToString().ShouldBe("LinkIdentity");
}
