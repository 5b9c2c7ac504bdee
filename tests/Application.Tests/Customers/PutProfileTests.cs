using ErrorOr;
using Modular.Application.Customers;
using Modular.Application.Identity;
using Modular.Domain.Customers;

namespace Modular.Application.Tests.Customers;

public sealed class PutProfileTests : IAsyncDisposable
{
    private static readonly Caller Alice = Callers.Person(Permissions.ProfileRead | Permissions.ProfileWrite);
    private static readonly PutProfile Empty = new(null, null, null, null);
    private static readonly PutProfile.PostalAddress Home = new("Torstr. 1", null, "10115", "Berlin", "DE");

    private readonly World _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_profile_is_replaced_as_a_whole()
    {
        await _world.SendAsync(Alice, new PutProfile("Alice", "alice@example.com", null, [Home]));
        await _world.SendAsync(Alice, new PutProfile(null, null, "+4930123456", null));

        var profile = (await _world.SendAsync(Alice, new GetProfile())).Value;
        (profile.Name, profile.Email, profile.Phone, profile.Addresses.Count).ShouldBe((null, null, "+4930123456", 0));
    }

    [Fact]
    public async Task The_answer_is_the_profile_as_it_is_now()
    {
        var profile = (await _world.SendAsync(Alice, new PutProfile("Alice", null, null, [Home with { Line2 = "Hof 2" }]))).Value;
        profile.Name.ShouldBe("Alice");
        profile.Addresses.ShouldBe([new Address("Torstr. 1", "Hof 2", "10115", "Berlin", "DE")]);
    }

    [Fact]
    public async Task Everybody_changes_their_own_profile()
    {
        await _world.SendAsync(Alice, new PutProfile("Alice", null, null, null));
        var bob = Callers.Person(Permissions.ProfileRead, "bob");
        (await _world.SendAsync(bob, new GetProfile())).Value.Name.ShouldBeNull();
    }

    [Fact]
    public async Task A_profile_may_be_empty() => (await _world.SendAsync(Alice, Empty)).IsError.ShouldBeFalse();

    [Theory]
    [InlineData("", null, null, "name")]
    [InlineData("A\nB", null, null, "name")]
    [InlineData(null, "", null, "email")]
    [InlineData(null, "alice", null, "email")]
    [InlineData(null, null, "", "phone")]
    [InlineData(null, null, "030123456", "phone")]
    public async Task What_has_not_its_form_is_refused_by_the_name_of_the_field(string? name, string? email, string? phone, string field) =>
        Fields(await _world.SendAsync(Alice, new PutProfile(name, email, phone, null))).ShouldBe([field]);

    [Fact]
    public async Task Every_part_of_an_address_is_named()
    {
        Fields(await _world.SendAsync(Alice, Empty with { Addresses = [Home, new(null, "", " ", null, "de")] })).ShouldBe(
            ["addresses[1].line1", "addresses[1].line2", "addresses[1].postalCode", "addresses[1].city", "addresses[1].country"]);
        Fields(await _world.SendAsync(Alice, Empty with { Addresses = [null!] })).ShouldBe(["addresses[0]"]);
    }

    [Fact]
    public async Task There_are_at_most_10_addresses()
    {
        (await _world.SendAsync(Alice, Empty with { Addresses = [.. Enumerable.Repeat(Home, 10)] })).IsError.ShouldBeFalse();
        Fields(await _world.SendAsync(Alice, Empty with { Addresses = [.. Enumerable.Repeat(Home, 11)] })).ShouldBe(["addresses"]);
    }

    [Fact]
    public async Task A_refusal_names_every_field_and_repeats_nothing_that_was_sent()
    {
        const string Sent = "SENT\u0001";
        var answer = await _world.SendAsync(Alice, new PutProfile(Sent, Sent, Sent, [new(Sent, Sent, Sent, Sent, Sent)]));

        Fields(answer).ShouldBe(
        [
            "name", "email", "phone",
            "addresses[0].line1", "addresses[0].line2", "addresses[0].postalCode", "addresses[0].city", "addresses[0].country",
        ]);
        answer.Errors.ShouldAllBe(error => error.Type == ErrorType.Validation && !error.Description.Contains("SENT"));
        _world.Calls.Names.ShouldNotContain("ICustomerStore.ReplaceProfileAsync");
    }

    [Fact]
    public async Task Whatever_passes_the_validator_can_be_kept()
    {
        var longest = new string('a', 200);
        var full = new PutProfile(
            longest, new string('a', 250) + "@b.c", "+123456789012345", [new(longest, longest, longest, longest, "DE")]);
        (await _world.SendAsync(Alice, full)).IsError.ShouldBeFalse();
    }

    private static IEnumerable<string> Fields<T>(ErrorOr<T> answer) => answer.Errors.Select(error => error.Code);
}
