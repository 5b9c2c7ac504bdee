using CsCheck;
using Modular.Domain.Customers;

namespace Modular.Domain.Tests;

public class ActorTests
{
    [Fact]
    public void A_person_is_named_by_our_own_id() =>
        Actor.Customer(Samples.Alice).Value.ShouldBe("customer:01890000-0000-7000-8000-00000000000a");

    [Fact]
    public void A_machine_is_named_by_its_client() => Actor.Client("fulfilment-client").Value.ShouldBe("client:fulfilment-client");

    [Fact]
    public void An_operator_is_named_by_the_command() => Actor.Command("link-identities").Value.ShouldBe("command:link-identities");

    [Fact]
    public void What_is_stored_is_read_back_as_the_same_actor()
    {
        Law.HoldsFor(Gen.Guid, id =>
        {
            var actor = Actor.Customer(new CustomerId(id));
            Actor.Parse(actor.Value).ShouldBe(actor);
        });
        Law.HoldsFor(Gen.String[Gen.Char.AlphaNumeric, 1, 40], client =>
        {
            var actor = Actor.Client(client);
            Actor.Parse(actor.Value).ShouldBe(actor);
            actor.ToString().ShouldBe(actor.Value);
            var operating = Actor.Command(client);
            Actor.Parse(operating.Value).ShouldBe(operating);
            operating.ShouldNotBe(actor);
        });
    }

    [Fact]
    public void A_customer_never_passes_for_a_client_of_the_same_name() =>
        Law.HoldsFor(Gen.Guid, id => Actor.Customer(new CustomerId(id)).ShouldNotBe(Actor.Client(id.ToString())));

    [Theory]
    [InlineData("")]
    [InlineData("customer")]
    [InlineData("customer:")]
    [InlineData("customer:alice")]
    [InlineData("customer:{01890000-0000-7000-8000-00000000000a}")]
    [InlineData("customer: 01890000-0000-7000-8000-00000000000a")]
    [InlineData("customer:01890000-0000-7000-8000-00000000000A")]
    [InlineData("Customer:01890000-0000-7000-8000-00000000000a")]
    [InlineData("client")]
    [InlineData("client:")]
    [InlineData("CLIENT:web")]
    [InlineData("command:")]
    [InlineData(" client:web")]
    [InlineData("staff:carol")]
    public void Anything_else_is_no_actor(string text) => Should.Throw<FormatException>(() => Actor.Parse(text));

    [Fact]
    public void Text_is_an_actor_only_with_one_of_the_three_beginnings() =>
        Law.HoldsFor(Gen.String[0, 60], text => Should.Throw<FormatException>(() => Actor.Parse(text)));

    [Fact]
    public void Absent_text_is_a_bug_of_the_reader() => Should.Throw<ArgumentNullException>(() => Actor.Parse(null!));

    [Fact]
    public void An_actor_without_a_value_says_so_instead_of_being_one() =>
        Should.Throw<InvalidOperationException>(() => default(Actor).Value);
}
