using Modular.Application.Cluster;
using Modular.Application.Customers;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;

namespace Modular.Application.Tests.Customers;

/// <summary>One line of a map from one provider to another, for operators.</summary>
public sealed class LinkMappedIdentityTests : IAsyncDisposable
{
    private const string Issuer = "https://issuer.example";

    private readonly World _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(LinkOutcome.Result.Linked, MappedIdentity.Linked)]
    [InlineData(LinkOutcome.Result.AlreadyLinked, MappedIdentity.AlreadyLinked)]
    public async Task What_was_done_is_the_answer(LinkOutcome.Result outcome, MappedIdentity answer)
    {
        _world.Calls.Answers["ICustomerStore.LinkAsync"] = Task.FromResult(new LinkOutcome(outcome));

        (await SendAsync(Link("a", "b"))).Value.ShouldBe(answer);
        _world.Signals.Told.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_node_is_told_of_a_merge_that_was_done(bool dryRun)
    {
        var merged = CustomerId.New(Callers.Noon);
        _world.Calls.Answers["ICustomerStore.LinkAsync"] = Task.FromResult(new LinkOutcome(LinkOutcome.Result.Merged, merged));

        (await SendAsync(Link("a", "b") with { ToIssuer = Issuer + "/eu", DryRun = dryRun })).Value.ShouldBe(MappedIdentity.Merged);

        _world.Signals.Told.OfType<NodeSignal.IdentitiesUnlinked>().Select(signal => (signal.CustomerId, signal.Identities.Single()))
            .ShouldBe(dryRun ? [] : [(merged, new NodeSignal.Identity(Issuer, "b"))]);
    }

    [Fact]
    public async Task An_identity_that_cannot_be_linked_is_an_error()
    {
        _world.Calls.Answers["ICustomerStore.LinkAsync"] = Task.FromResult(new LinkOutcome(LinkOutcome.Result.Taken));
        (await SendAsync(Link("a", "b"))).FirstError.ShouldBe(CustomerErrors.IdentityTaken);
        _world.Calls.Answers["ICustomerStore.LinkAsync"] = Task.FromResult(new LinkOutcome(LinkOutcome.Result.NoSuchCustomer));
        (await SendAsync(Link("a", "b"))).FirstError.ShouldBe(CustomerErrors.NotFound);
        (await SendAsync(Link("a", "b") with { ToIssuer = "https://unknown.example" })).FirstError.Code.ShouldBe("toIssuer");
    }

    [Theory]
    [InlineData("", "b")]
    [InlineData("a", " b")]
    [InlineData("a\n", "b")]
    public async Task A_value_that_no_claim_can_have_is_refused_before_anything_is_looked_at(string from, string to)
    {
        (await SendAsync(Link(from, to))).Errors.ShouldHaveSingleItem().Description.ShouldStartWith("A column is empty, ");
        _world.Calls.Names.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_token_links_by_a_map()
    {
        (await _world.SendAsync(Callers.Staff(PermissionNames.All), Link("a", "b"))).Errors.ShouldBe([Refusals.NotPermitted]);
        (await _world.SendAsync(Callers.Machine(PermissionNames.All), Link("a", "b"))).Errors.ShouldBe([Refusals.NotPermitted]);
        _world.Calls.Names.ShouldNotContain("ICustomerStore.LinkAsync");
    }

    [Fact]
    public void A_request_that_is_printed_names_nobody() => Link("a", "b").ToString().ShouldBe("LinkMappedIdentity");

    private static LinkMappedIdentity Link(string from, string to) => new(Issuer, from, Issuer, to, DryRun: false);

    private Task<ErrorOr.ErrorOr<MappedIdentity>> SendAsync(LinkMappedIdentity request) => _world.SendAsOperatorAsync("link-identities", request);
}
