using CsCheck;
using Modular.Domain.Customers;

namespace Modular.Domain.Tests.Customers;

public class ProfileTests
{
    private static readonly Address Home = new("Torstr. 1", null, "10115", "Berlin", "DE");

    [Fact]
    public void Every_part_may_be_missing()
    {
        Profile.Empty.Name.ShouldBeNull();
        Profile.Empty.Email.ShouldBeNull();
        Profile.Empty.Phone.ShouldBeNull();
        Profile.Empty.Addresses.ShouldBeEmpty();
    }

    [Fact]
    public void A_profile_with_any_one_part_is_not_empty()
    {
        Profile[] told = [new("Alice", null, null, []), new(null, "a@b.c", null, []), new(null, null, "+4930123456", []), new(null, null, null, [Home])];

        told.ShouldAllBe(profile => !profile.IsEmpty());
        new Profile(null, null, null, []).IsEmpty().ShouldBeTrue();
    }

    [Theory]
    [InlineData("Alice")]
    [InlineData("김앨리스")]
    [InlineData("O'Brien-Łukasz, Jr.")]
    public void A_name_is_in_any_script(string name) => new Profile(name, null, null, []).Name.ShouldBe(name);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("A\nB")]
    [InlineData("A\u0000")]
    public void A_name_is_not_blank_and_has_no_control_characters(string name)
    {
        Profile.IsName(name).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => new Profile(name, null, null, []));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(Profile.MaxNameLength, true)]
    [InlineData(Profile.MaxNameLength + 1, false)]
    public void A_name_has_1_to_200_characters(int length, bool fits) => Profile.IsName(new string('n', length)).ShouldBe(fits);

    [Theory]
    [InlineData("a@b.c")]
    [InlineData("alice@example.com")]
    [InlineData("alice+tea@mail.example.co.kr")]
    [InlineData("앨리스@예시.한국")]
    public void An_email_has_something_before_the_at_and_a_dotted_name_behind(string email)
    {
        Profile.IsEmail(email).ShouldBeTrue();
        new Profile(null, email, null, []).Email.ShouldBe(email);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("a@")]
    [InlineData("@b.c")]
    [InlineData("a@b")]
    [InlineData("a@.b")]
    [InlineData("a@.")]
    [InlineData("a@b.")]
    [InlineData("a@b.c.")]
    [InlineData("a.b@c")]
    [InlineData("a@b@c.d")]
    [InlineData("a b@c.d")]
    [InlineData("a@b.c\n")]
    [InlineData("a@b\u00A0.c")]
    [InlineData("example.com")]
    public void Anything_else_has_not_the_form_of_an_email(string? email) => Profile.IsEmail(email).ShouldBeFalse();

    [Theory]
    [InlineData(Profile.MaxEmailLength, true)]
    [InlineData(Profile.MaxEmailLength + 1, false)]
    public void An_email_has_at_most_254_characters(int length, bool fits) =>
        Profile.IsEmail(new string('a', length - 4) + "@b.c").ShouldBe(fits);

    [Theory]
    [InlineData("+1234567", true)]
    [InlineData("+123456789012345", true)]
    [InlineData("+4930123456", true)]
    [InlineData("+123456", false)]
    [InlineData("+1234567890123456", false)]
    [InlineData("004930123456", false)]
    [InlineData("+49 30 123456", false)]
    [InlineData("+49-30-123456", false)]
    [InlineData("++4930123456", false)]
    [InlineData("+١٢٣٤٥٦٧٨", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_phone_number_is_a_plus_and_7_to_15_digits(string? phone, bool fits) => Profile.IsPhone(phone).ShouldBe(fits);

    [Fact]
    public void Every_number_of_that_form_is_one() => Law.HoldsFor(
        Gen.Char['0', '9'].Array[7, 15], digits => Profile.IsPhone("+" + new string(digits)).ShouldBeTrue());

    [Fact]
    public void No_text_makes_the_checks_fail_and_what_they_take_can_be_kept() => Law.HoldsFor(Gen.String[0, 300], text =>
    {
        if (Profile.IsName(text) && Profile.IsEmail(text))
        {
            new Profile(text, text, null, []).Email.ShouldBe(text);
        }
        else if (Profile.IsName(text))
        {
            new Profile(text, null, null, []).Name.ShouldBe(text);
        }
        else
        {
            Should.Throw<ArgumentException>(() => new Profile(text, null, null, []));
        }
    });

    [Theory]
    [InlineData(0)]
    [InlineData(Profile.MaxAddresses)]
    public void A_profile_has_at_most_10_addresses(int count) =>
        new Profile(null, null, null, [.. Enumerable.Repeat(Home, count)]).Addresses.Count.ShouldBe(count);

    [Fact]
    public void An_eleventh_address_is_refused() => Should.Throw<ArgumentException>(
        () => new Profile(null, null, null, [.. Enumerable.Repeat(Home, Profile.MaxAddresses + 1)]));

    [Theory]
    [InlineData("a@b", null)]
    [InlineData("", null)]
    [InlineData(null, "0049")]
    [InlineData(null, "")]
    public void A_part_without_its_form_is_refused(string? email, string? phone) =>
        Should.Throw<ArgumentException>(() => new Profile(null, email, phone, []));

    [Fact]
    public void A_list_of_addresses_is_there_and_has_no_gaps()
    {
        Should.Throw<ArgumentNullException>(() => new Profile(null, null, null, null!));
        Should.Throw<ArgumentException>(() => new Profile(null, null, null, [Home, null!]));
    }

    [Fact]
    public void A_refusal_does_not_repeat_what_was_told() =>
        Should.Throw<ArgumentException>(() => new Profile("Secret\n", null, null, [])).Message.ShouldNotContain("Secret");
}
