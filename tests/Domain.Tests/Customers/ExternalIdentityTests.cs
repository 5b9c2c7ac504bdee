using Modular.Domain.Customers;

namespace Modular.Domain.Tests.Customers;

public class ExternalIdentityTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(ExternalIdentity.MaxIssuerLength, ExternalIdentity.MaxSubjectLength)]
    public void Issuer_and_subject_are_kept_to_the_letter(int issuer, int subject)
    {
        var identity = new ExternalIdentity(new string('I', issuer), new string('s', subject), Samples.Noon);
        identity.Issuer.ShouldBe(new string('I', issuer));
        identity.Subject.ShouldBe(new string('s', subject));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(ExternalIdentity.MaxIssuerLength + 1, 1)]
    [InlineData(1, ExternalIdentity.MaxSubjectLength + 1)]
    public void Neither_is_missing_or_longer_than_a_column_holds(int issuer, int subject) => Should.Throw<ArgumentException>(
        () => new ExternalIdentity(new string('i', issuer), new string('s', subject), Samples.Noon));

    [Fact]
    public void Neither_is_blank()
    {
        Should.Throw<ArgumentException>(() => new ExternalIdentity(" ", "s", Samples.Noon));
        Should.Throw<ArgumentException>(() => new ExternalIdentity("i", "\t", Samples.Noon));
    }

    [Fact]
    public void Identities_have_keys_of_their_own() =>
        new ExternalIdentity("i", "s", Samples.Noon).Id.ShouldNotBe(new ExternalIdentity("i", "s", Samples.Noon).Id);
}
