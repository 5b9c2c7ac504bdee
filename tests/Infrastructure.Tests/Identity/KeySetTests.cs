using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Modular.Infrastructure.Identity.Keys;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>SECURITY rule 8: key sets as providers publish them. A bad, odd or ambiguous key harms no other, and is named.</summary>
public sealed class KeySetTests(SigningKeys keys) : IClassFixture<SigningKeys>
{
    [Theory]
    [InlineData("kid", null, "(no kid)", "its kid is missing, empty or no string")]
    [InlineData("kid", "\"\"", "(no kid)", "its kid is missing, empty or no string")]
    [InlineData("kid", "null", "(no kid)", "its kid is missing, empty or no string")]
    [InlineData("kid", "7", "(no kid)", "its kid is missing, empty or no string")]
    [InlineData("kty", null, "odd", "its kty is neither RSA nor EC")]
    [InlineData("kty", "7", "odd", "its kty, use or alg is no string")]
    [InlineData("kty", "\"OKP\"", "odd", "its kty is neither RSA nor EC", false)]
    [InlineData("kty", "\"rsa\"", "odd", "its kty is neither RSA nor EC", false)]
    [InlineData("use", "\"enc\"", "odd", "its use is not sig", false)]
    [InlineData("use", "[\"sig\"]", "odd", "its kty, use or alg is no string")]
    [InlineData("alg", "\"RSA-OAEP\"", "odd", "its alg is no signature algorithm of its kty and crv", false)]
    [InlineData("alg", "\"ES256\"", "odd", "its alg is no signature algorithm of its kty and crv", false)]
    [InlineData("alg", "\"none\"", "odd", "its alg is no signature algorithm of its kty and crv", false)]
    [InlineData("alg", "{}", "odd", "its kty, use or alg is no string")]
    [InlineData("key_ops", "[\"encrypt\",\"wrapKey\"]", "odd", "its key_ops do not have verify", false)]
    [InlineData("key_ops", "[]", "odd", "its key_ops do not have verify", false)]
    [InlineData("key_ops", "[\"verify\",7]", "odd", "its key_ops is no list of strings")]
    [InlineData("key_ops", "{\"verify\":true}", "odd", "its key_ops is no list of strings")]
    [InlineData("n", null, "odd", "its n or e is no unpadded base64url")]
    [InlineData("n", "7", "odd", "its n or e is no unpadded base64url")]
    [InlineData("n", "\"a+b/\"", "odd", "its n or e is no unpadded base64url")]
    [InlineData("n", "\"\"", "odd", "its modulus has 0 bits, and 2048 to 16384 are taken")]
    [InlineData("n", "\"AQ\"", "odd", "its modulus has 1 bits, and 2048 to 16384 are taken")]
    [InlineData("e", "\"AQ\"", "odd", "its exponent is 1, even, or longer than 8 bytes")]
    [InlineData("e", "\"AA\"", "odd", "its exponent is 1, even, or longer than 8 bytes")]
    [InlineData("e", "\"Ag\"", "odd", "its exponent is 1, even, or longer than 8 bytes")]
    [InlineData("e", "\"AQAAAAAAAAAB\"", "odd", "its exponent is 1, even, or longer than 8 bytes")]
    [InlineData("d", "\"AQAB\"", "odd", "it holds its private half, so every reader of the key set could sign with it")]
    [InlineData("k", "\"AQAB\"", "odd", "it holds its private half, so every reader of the key set could sign with it")]
    [InlineData("oth", "[]", "odd", "it holds its private half, so every reader of the key set could sign with it")]
    public void An_odd_key_is_left_out_and_named_and_harms_no_other(string member, string? value, string kid, string why, bool isOdd = true)
    {
        var odd = Rsa(keys.Strangers, "odd");
        odd.Remove(member);
        if (value is not null)
        {
            odd[member] = JsonNode.Parse(value);
        }

        var set = Parse(odd, Rsa(keys.Ours, "good"));

        set.Find("good", "RS256").ShouldBeOfType<KeyAnswer.Found>();
        set.Find("odd", "RS256").ShouldBeOfType<KeyAnswer.Unknown>();
        set.LeftOut.ShouldBe([new LeftOutKey(kid, why, isOdd)]);
    }

    [Theory]
    [InlineData("x5c", "[\"junk\",7,null,{\"a\":[]}]")]
    [InlineData("x5t", "7")]
    [InlineData("x5t#S256", "null")]
    [InlineData("use", "null")]
    [InlineData("alg", "null")]
    [InlineData("key_ops", "null")]
    [InlineData("d", "null")]
    [InlineData("key_ops", "[\"verify\"]")]
    [InlineData("key_ops", "[\"sign\",\"verify\"]")]
    [InlineData("key_ops", "\"verify\"")]
    [InlineData("nbf", "\"soon\"")]
    [InlineData("issuer", "{\"deep\":[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]}")]
    [InlineData("y", "\"more\"")]
    public void A_key_is_used_whatever_stands_beside_what_matters(string member, string value)
    {
        var key = Rsa(keys.Ours, "k1");
        key[member] = JsonNode.Parse(value);

        var set = Parse(key);

        set.Find("k1", "RS256").ShouldBeOfType<KeyAnswer.Found>();
        set.LeftOut.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("7", "(no kid)", "it is no JSON object")]
    [InlineData("null", "(no kid)", "it is no JSON object")]
    [InlineData("\"key\"", "(no kid)", "it is no JSON object")]
    [InlineData("[{}]", "(no kid)", "it is no JSON object")]
    [InlineData("{\"\\ud800\":1,\"kid\":\"odd\"}", "(no kid)", "the name of a member is no text")]
    [InlineData("{\"kid\":\"\\ud800\"}", "(no kid)", "its kid is missing, empty or no string")]
    [InlineData("{\"kid\":\"odd\",\"kid\":\"odd\"}", "odd", "a member stands in it twice")]
    public void What_is_no_key_at_all_is_named_and_harms_no_other(string entry, string kid, string why)
    {
        var set = KeySet.Parse(Encoding.UTF8.GetBytes($$"""{"keys":[{{entry}},{{Rsa(keys.Ours, "good").ToJsonString()}}]}"""), out _);

        set.ShouldNotBeNull().Find("good", "RS256").ShouldBeOfType<KeyAnswer.Found>();
        set.LeftOut.ShouldBe([new LeftOutKey(kid, why)]);
    }

    [Theory]
    [InlineData("P-256", "x", "\"AQ\"", "its x or y is no unpadded base64url of 32 bytes")]
    [InlineData("P-256", "crv", "\"P-384\"", "its x or y is no unpadded base64url of 48 bytes")]
    [InlineData("P-256", "crv", "\"secp256k1\"", "its crv is none of P-256, P-384 and P-521")]
    [InlineData("P-256", "crv", null, "its crv is none of P-256, P-384 and P-521")]
    [InlineData("P-384", "y", "7", "its x or y is no unpadded base64url of 48 bytes")]
    [InlineData("P-256", "y", "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"", "its x and y are no point of its curve")]
    [InlineData("P-256", "alg", "\"ES384\"", "its alg is no signature algorithm of its kty and crv", false)]
    public void An_odd_key_on_a_curve_is_left_out_and_named(string curve, string member, string? value, string why, bool isOdd = true)
    {
        var odd = EllipticCurve(curve, "odd");
        odd.Remove(member);
        if (value is not null)
        {
            odd[member] = JsonNode.Parse(value);
        }

        Parse(odd, Rsa(keys.Ours, "good")).LeftOut.ShouldBe([new LeftOutKey("odd", why, isOdd)]);
    }

    [Theory]
    [InlineData(1024, "its modulus has 1024 bits, and 2048 to 16384 are taken")]
    [InlineData(2047, "its modulus has 2047 bits, and 2048 to 16384 are taken")]
    [InlineData(2048, null)]
    [InlineData(16_384, null)]
    [InlineData(16_385, "its modulus has 16385 bits, and 2048 to 16384 are taken")]
    public void A_modulus_is_neither_short_nor_endless(int bits, string? why)
    {
        var modulus = new byte[(bits + 7) / 8];
        modulus[0] = (byte)(1 << ((bits - 1) % 8));
        modulus[^1] |= 1;
        var key = Rsa(keys.Ours, "k1");
        key["n"] = Base64Url.EncodeToString(modulus);

        Parse(key, Rsa(keys.Ours, "good")).LeftOut.Select(left => left.Why).ShouldBe(why is null ? [] : [why]);
    }

    [Fact]
    public void A_modulus_that_is_even_is_left_out()
    {
        var modulus = keys.Ours.ExportParameters(includePrivateParameters: false).Modulus!;
        modulus[^1] ^= 1;
        var key = Rsa(keys.Ours, "k1");
        key["n"] = Base64Url.EncodeToString(modulus);

        Parse(key, Rsa(keys.Ours, "good")).LeftOut.Single().Why.ShouldBe("its modulus is even");
    }

    [Fact]
    public void A_number_with_a_zero_before_it_is_the_same_key()
    {
        var parameters = keys.Ours.ExportParameters(includePrivateParameters: false);
        var padded = Rsa(keys.Ours, "k1");
        padded["n"] = Base64Url.EncodeToString([0, .. parameters.Modulus!]);
        padded["e"] = Base64Url.EncodeToString([0, 0, .. parameters.Exponent!]);

        var set = Parse(padded, Rsa(keys.Ours, "k1"));

        set.Count.ShouldBe(1);
        set.LeftOut.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_key_once_for_each_algorithm_checks_both_and_no_third()
    {
        var set = Parse(Rsa(keys.Ours, "k1", "RS256"), Rsa(keys.Ours, "k1", "PS256"));

        set.Find("k1", "RS256").ShouldBeOfType<KeyAnswer.Found>();
        set.Find("k1", "PS256").ShouldBeOfType<KeyAnswer.Found>();
        set.Find("k1", "RS512").ShouldBeOfType<KeyAnswer.Unfit>();
        set.LeftOut.ShouldBeEmpty();
    }

    [Fact]
    public void An_entry_that_is_written_twice_is_one_key()
    {
        var set = Parse(Rsa(keys.Ours, "k1"), Rsa(keys.Ours, "k1"));

        set.Find("k1", "RS256").ShouldBeOfType<KeyAnswer.Found>();
        set.LeftOut.ShouldBeEmpty();
    }

    [Fact]
    public void Keys_of_two_types_under_one_name_are_told_apart_by_the_algorithm()
    {
        var set = Parse(Rsa(keys.Ours, "k1"), EllipticCurve("P-256", "k1"), EllipticCurve("P-384", "k1"));

        set.Find("k1", "RS256").ShouldBeOfType<KeyAnswer.Found>().Key.Algorithms.ShouldBe(["RS256"]);
        set.Find("k1", "ES256").ShouldBeOfType<KeyAnswer.Found>().Key.Algorithms.ShouldBe(["ES256"]);
        set.Find("k1", "ES384").ShouldBeOfType<KeyAnswer.Found>().Key.Algorithms.ShouldBe(["ES384"]);
        set.LeftOut.ShouldBeEmpty();
    }

    [Fact]
    public void Two_keys_of_one_name_for_one_algorithm_are_ambiguous_for_that_name_alone()
    {
        var set = Parse(Rsa(keys.Ours, "k1"), Rsa(keys.Strangers, "k1"), Rsa(keys.Ours, "k2"));

        set.Find("k1", "RS256").ShouldBeOfType<KeyAnswer.Ambiguous>();
        set.Find("k2", "RS256").ShouldBeOfType<KeyAnswer.Found>();
        set.LeftOut.ShouldBe([new LeftOutKey("k1", "different keys have this kid for RS256")]);
    }

    [Fact]
    public void Every_algorithm_that_is_ambiguous_is_named_in_the_order_of_the_alphabet()
    {
        var (one, other) = (Rsa(keys.Ours, "k1"), Rsa(keys.Strangers, "k1"));
        one.Remove("alg");
        other.Remove("alg");

        Parse(one, other).LeftOut.ShouldBe([
            new LeftOutKey("k1", "different keys have this kid for PS256, PS384, PS512, RS256, RS384, RS512")]);
    }

    [Fact]
    public void A_key_is_not_published_for_an_algorithm_for_which_its_name_is_ambiguous()
    {
        var one = Rsa(keys.Ours, "k1");
        one.Remove("alg");
        var set = Parse(one, Rsa(keys.Strangers, "k1", "RS256"));
        var key = set.Find("k1", "PS256").ShouldBeOfType<KeyAnswer.Found>().Key;

        set.Publishes(key, "PS256").ShouldBeTrue();
        set.Publishes(key, "RS256").ShouldBeFalse();
    }

    [Fact]
    public void A_set_is_of_RSA_keys_when_each_of_them_is_one()
    {
        Parse(Rsa(keys.Ours, "k1"), Rsa(keys.Ours, "k2")).IsRsa.ShouldBeTrue();
        Parse(Rsa(keys.Ours, "k1"), EllipticCurve("P-256", "k2")).IsRsa.ShouldBeFalse();
        Parse(Rsa(keys.Ours, "k1"), EllipticCurve("P-256", "k1")).IsRsa.ShouldBeFalse();
    }

    [Fact]
    public void A_set_is_another_one_as_soon_as_one_of_its_keys_is()
    {
        var set = Parse(Rsa(keys.Ours, "k1"), Rsa(keys.Ours, "k2"));

        set.IsSameAs(Parse(Rsa(keys.Ours, "k1"), Rsa(keys.Ours, "k2"))).ShouldBeTrue();
        set.IsSameAs(Parse(Rsa(keys.Ours, "k1"), Rsa(keys.Strangers, "k2"))).ShouldBeFalse();
        set.IsSameAs(Parse(Rsa(keys.Ours, "k1"), Rsa(keys.Ours, "k2", "PS256"))).ShouldBeFalse();
        set.IsSameAs(Parse(Rsa(keys.Ours, "k1"), Rsa(keys.Ours, "k3"))).ShouldBeFalse();
        set.IsSameAs(Parse(Rsa(keys.Ours, "k1"))).ShouldBeFalse();
    }

    [Fact]
    public void A_set_may_have_comments_and_commas_behind_its_last_members()
    {
        var content = $$"""{ /* ours */ "keys": [ {{Rsa(keys.Ours, "k1").ToJsonString()}}, ], }""";

        KeySet.Parse(Encoding.UTF8.GetBytes(content), out var problem).ShouldNotBeNull(problem).Count.ShouldBe(1);
    }

    [Fact]
    public void A_key_that_is_not_for_signatures_does_not_make_its_name_ambiguous()
    {
        var encryption = Rsa(keys.Strangers, "k1");
        encryption["use"] = "enc";

        Parse(encryption, Rsa(keys.Ours, "k1")).Find("k1", "RS256").ShouldBeOfType<KeyAnswer.Found>();
    }

    [Fact]
    public void A_key_that_has_become_ambiguous_is_not_published_any_more()
    {
        var before = Parse(Rsa(keys.Ours, "k1")).Find("k1", "RS256").ShouldBeOfType<KeyAnswer.Found>().Key;

        Parse(Rsa(keys.Ours, "k1")).Publishes(before, "RS256").ShouldBeTrue();
        Parse(Rsa(keys.Ours, "k1", "PS256")).Publishes(before, "RS256").ShouldBeFalse();
        Parse(Rsa(keys.Strangers, "k1")).Publishes(before, "RS256").ShouldBeFalse();
        Parse(Rsa(keys.Ours, "k1"), Rsa(keys.Strangers, "k1")).Publishes(before, "RS256").ShouldBeFalse();
    }

    [Fact]
    public void A_name_is_bounded_and_printable_where_it_is_logged_and_to_the_letter_where_it_is_looked_up()
    {
        var name = "a\nInfo: \u202e" + new string('k', 5000);
        var odd = Rsa(keys.Strangers, name, "RSA-OAEP");

        var set = Parse(odd, Rsa(keys.Ours, name));

        set.Find(name, "RS256").ShouldBeOfType<KeyAnswer.Found>();
        set.LeftOut.Single().Kid.ShouldBe("a?Info: ?" + new string('k', 55) + "...");
    }

    [Theory]
    [InlineData("", "it is no JSON")]
    [InlineData("<html>", "it is no JSON")]
    [InlineData("7", "it is no JSON object with a list named keys")]
    [InlineData("[]", "it is no JSON object with a list named keys")]
    [InlineData("{}", "it is no JSON object with a list named keys")]
    [InlineData("""{"keys":{}}""", "it is no JSON object with a list named keys")]
    [InlineData("""{"keys":null}""", "it is no JSON object with a list named keys")]
    [InlineData("""{"keys":[],"keys":[]}""", "it is no JSON object with a list named keys")]
    [InlineData("""{"keys":[]}""", "its list of keys is empty")]
    [InlineData("""{"keys":[{"kid":"a"},{"kid":"b"}]}""", "none of its keys can be used (a: its kty is neither RSA nor EC)")]
    [InlineData("""{"kty":"RSA","kid":"a"}""", "none of its keys can be used (a: its n or e is no unpadded base64url)")]
    public void What_is_no_key_set_is_said_to_be_none(string content, string why)
    {
        KeySet.Parse(Encoding.UTF8.GetBytes(content), out var problem).ShouldBeNull();
        problem.ShouldBe(why);
    }

    [Theory]
    [InlineData("{\"keys\":[{1}],\"more\":{0}}")]
    [InlineData("{\"more\":{0},\"keys\":[{1}]}")]
    [InlineData("{\"keys\":[{\"more\":{0}},{1}]}")]
    [InlineData("{\"keys\":[{0},{1}]}")]
    public void However_deep_the_rest_lies_the_keys_are_found(string form)
    {
        var deep = new string('[', 900) + new string(']', 900);
        var content = form.Replace("{0}", deep, StringComparison.Ordinal).Replace("{1}", Rsa(keys.Ours, "k1").ToJsonString(), StringComparison.Ordinal);

        KeySet.Parse(Encoding.UTF8.GetBytes(content), out var problem).ShouldNotBeNull(problem).Find("k1", "RS256").ShouldBeOfType<KeyAnswer.Found>();
    }

    [Fact]
    public void A_thousand_keys_are_a_key_set()
    {
        var entries = Enumerable.Range(0, 1000).Select(i => Rsa(keys.Ours, $"k{i}")).ToArray();

        Parse(entries).Count.ShouldBe(1000);
    }

    [Fact]
    public void A_single_key_is_a_set_of_one() =>
        KeySet.Parse(Encoding.UTF8.GetBytes(Rsa(keys.Ours, "k1").ToJsonString()), out _).ShouldNotBeNull().Count.ShouldBe(1);

    private static KeySet Parse(params JsonObject[] entries) =>
        KeySet.Parse(Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray([.. entries]) }.ToJsonString()), out _).ShouldNotBeNull();

    private static JsonObject Rsa(RSA key, string kid, string algorithm = "RS256")
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = algorithm,
            ["kid"] = kid,
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
    }

    private static JsonObject EllipticCurve(string curve, string kid)
    {
        using var key = ECDsa.Create(curve == "P-256" ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = curve,
            ["kid"] = kid,
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        };
    }
}
