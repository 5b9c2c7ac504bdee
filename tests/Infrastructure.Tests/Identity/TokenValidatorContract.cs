using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Modular.Application.Identity;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>
/// The promises of every adapter behind <see cref="ITokenValidator"/>. An adapter's own test class derives from it, says how its
/// provider issues tokens, and gets all of this; what only it promises stands in its own class.
/// </summary>
public abstract class TokenValidatorContract
{
    /// <summary>The adapter's clock.</summary>
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));

    /// <summary>The port, with the adapter behind it under the name <c>main</c>.</summary>
    protected abstract ITokenValidator Validator { get; }

    /// <summary>The provider's canonical issuer.</summary>
    protected abstract string Issuer { get; }

    /// <summary>The client of people, and that of a machine, that the adapter is configured with.</summary>
    protected abstract (string Person, string Machine) Clients { get; }

    /// <summary>Why a token that the provider did not issue is rejected.</summary>
    protected virtual RejectionReason[] Forged => [RejectionReason.BadSignature, RejectionReason.UnknownKey, RejectionReason.WrongAlgorithm];

    /// <summary>Why text that is no token is rejected.</summary>
    protected virtual RejectionReason[] Garbage => [RejectionReason.Malformed];

    /// <summary>Issues a token as the provider would.</summary>
    protected abstract string Mint(TokenOrder order);

    [Fact]
    public async Task A_persons_token_is_accepted_and_says_who_they_are()
    {
        var caller = await AcceptAsync(TokenOrder.Person("orders.read", "profile.read") with { Subject = "00000000-0000-4000-8000-00000000000a" });

        caller.Provider.ShouldBe("main");
        caller.Issuer.ShouldBe(Issuer);
        caller.Subject.ShouldBe("00000000-0000-4000-8000-00000000000a");
        caller.ClientId.ShouldBe(Clients.Person);
        caller.Kind.ShouldBe(CallerKind.Person);
        caller.Permissions.ShouldBe(Permissions.OrdersRead | Permissions.ProfileRead);
        caller.Groups.ShouldBeEmpty();
        caller.AuthenticatedAt.ShouldBe(Clock.GetUtcNow());
        caller.TokenId.ShouldNotBeNullOrEmpty();
        caller.ExpiresAt.ShouldBe(Clock.GetUtcNow().AddMinutes(15));
    }

    [Fact]
    public async Task A_machines_token_is_accepted_and_its_permissions_are_its_scopes()
    {
        var caller = await AcceptAsync(TokenOrder.Machine("orders.fulfil", "orders.read.any"));

        caller.Kind.ShouldBe(CallerKind.Machine);
        caller.ClientId.ShouldBe(Clients.Machine);
        caller.Permissions.ShouldBe(Permissions.OrdersFulfil | Permissions.OrdersReadAny);
    }

    [Fact]
    public async Task A_scope_gives_a_person_no_more_than_the_person_has()
    {
        var caller = await AcceptAsync(TokenOrder.Person("orders.read", "orders.read.any"));

        caller.Granted.ShouldBe(Permissions.OrdersRead | Permissions.OrdersReadAny);
        caller.Permissions.ShouldBe(Permissions.OrdersRead);
    }

    [Fact]
    public async Task A_group_gives_a_client_no_more_than_it_was_granted()
    {
        var caller = await AcceptAsync(TokenOrder.Person("orders.read") with { Groups = ["staff"] });

        caller.Groups.ShouldBe([Caller.StaffGroup]);
        caller.Permissions.ShouldBe(Permissions.OrdersRead);
    }

    [Theory]
    [InlineData("Staff")]
    [InlineData("staff ")]
    [InlineData("staffs")]
    public async Task Groups_are_compared_character_by_character(string group) =>
        (await AcceptAsync(TokenOrder.Person("orders.read.any") with { Groups = [group] })).Permissions.ShouldBe(Permissions.None);

    [Fact]
    public async Task A_token_ends_a_minute_behind_its_time_at_the_latest()
    {
        var token = Mint(TokenOrder.Person("orders.read") with { Lifetime = TimeSpan.FromMinutes(5) });

        Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(59));
        (await ValidateAsync(token)).ShouldBeOfType<TokenVerdict.Accepted>();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await RejectAsync(token, RejectionReason.Expired);
    }

    [Fact]
    public Task A_token_before_its_time_is_rejected() => RejectAsync(
        TokenOrder.Person("orders.read") with { Change = claims => claims["nbf"] = Clock.GetUtcNow().AddSeconds(61).ToUnixTimeSeconds() },
        RejectionReason.NotYetValid);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public virtual Task A_token_without_an_end_is_rejected(bool isNull) => RejectAsync(
        TokenOrder.Person("orders.read") with { Change = claims => Leave(claims, "exp", isNull) }, RejectionReason.Malformed);

    [Theory]
    [InlineData("exp", "\"1800000000\"")]
    [InlineData("exp", "1e308")]
    [InlineData("exp", "-1")]
    [InlineData("exp", "true")]
    [InlineData("nbf", "\"0\"")]
    [InlineData("iat", "[]")]
    [InlineData("auth_time", "{}")]
    [InlineData("sub", "7")]
    [InlineData("sub", "null")]
    [InlineData("sub", "\"\"")]
    [InlineData("sub", "\" \"")]
    [InlineData("aud", "7")]
    [InlineData("aud", "[7]")]
    [InlineData("aud", "{}")]
    [InlineData("iss", "7")]
    [InlineData("jti", "7")]
    public Task A_claim_of_the_wrong_type_is_never_taken_for_a_missing_one(string claim, string value) =>
        RejectAsync(TokenOrder.Person("orders.read") with { Change = claims => claims[claim] = JsonNode.Parse(value) }, RejectionReason.Malformed);

    [Theory]
    [InlineData("nbf")]
    [InlineData("iat")]
    [InlineData("auth_time")]
    [InlineData("jti")]
    [InlineData("acr")]
    [InlineData("cnf")]
    [InlineData("username")]
    [InlineData("groups")]
    [InlineData("cognito:groups")]
    public async Task A_claim_that_is_null_counts_as_absent(string claim) =>
        await AcceptAsync(TokenOrder.Person("orders.read") with { Change = claims => claims[claim] = null });

    [Fact]
    public async Task A_date_may_have_a_fraction()
    {
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();

        var caller = await AcceptAsync(TokenOrder.Person("orders.read") with
        {
            Change = claims => (claims["exp"], claims["nbf"], claims["iat"], claims["auth_time"]) = (now + 900.75, now - 0.5, now + 0.25, now + 0.999),
        });

        caller.ExpiresAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(now + 900));
        caller.AuthenticatedAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(now));
    }

    [Fact]
    public async Task A_token_of_24_KB_is_taken_and_a_longer_one_is_told_how_long_it_is()
    {
        var longest = MintLongest(24_576);
        longest.Length.ShouldBeInRange(24_574, 24_576);
        (await ValidateAsync(longest)).ShouldBeOfType<TokenVerdict.Accepted>();

        var rejected = (await ValidateAsync(longest.PadRight(24_577, 'A'))).ShouldBeOfType<TokenVerdict.Rejected>();
        rejected.Reason.ShouldBe(RejectionReason.Malformed);
        rejected.Detail.ShouldBe("the token has 24577 characters, and at most 24576 are taken");
    }

    [Fact]
    public Task A_subject_longer_than_any_may_be_is_rejected() => RejectAsync(
        TokenOrder.Person("orders.read") with { Subject = new string('s', 256) }, RejectionReason.Malformed);

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("")]
    public Task A_token_of_another_issuer_is_rejected(string issuer) =>
        RejectAsync(TokenOrder.Person("orders.read") with { Change = claims => claims["iss"] = issuer }, RejectionReason.WrongIssuer);

    [Theory]
    [InlineData("/")]
    [InlineData("/x")]
    [InlineData(" ")]
    public Task An_issuer_is_compared_character_by_character(string suffix) =>
        RejectAsync(TokenOrder.Person("orders.read") with { Change = claims => claims["iss"] = Issuer + suffix }, RejectionReason.WrongIssuer);

    [Fact]
    public Task A_token_without_an_issuer_is_rejected() =>
        RejectAsync(TokenOrder.Person("orders.read") with { Change = claims => claims.Remove("iss") }, RejectionReason.WrongIssuer);

    [Fact]
    public Task A_token_of_a_client_that_is_not_on_the_list_is_rejected() =>
        RejectAsync(TokenOrder.Person("orders.read") with { Client = "stranger" }, RejectionReason.WrongClient);

    [Fact]
    public Task A_token_without_a_client_is_rejected() =>
        RejectAsync(TokenOrder.Person("orders.read") with { Change = claims => claims.Remove("client_id") }, RejectionReason.WrongClient);

    [Fact]
    public Task A_token_for_another_audience_is_rejected() => RejectAsync(
        TokenOrder.Person("orders.read") with { Change = claims => claims["aud"] = "https://elsewhere.example" }, RejectionReason.WrongAudience);

    [Fact]
    public Task A_token_bound_to_a_key_is_rejected() => RejectAsync(
        TokenOrder.Person("orders.read") with { Change = claims => claims["cnf"] = new JsonObject { ["jkt"] = "x" } }, RejectionReason.UnprovenKey);

    [Fact]
    public Task A_token_signed_with_an_unknown_key_is_rejected() =>
        RejectAsync(TokenOrder.Person("orders.read") with { UnknownKey = true }, Forged);

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS384")]
    [InlineData("RS512")]
    [InlineData("ES256")]
    public async Task The_token_does_not_choose_the_algorithm(string algorithm)
    {
        var parts = Mint(TokenOrder.Person("orders.read")).Split('.');
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!.AsObject();
        header["alg"] = algorithm;

        await RejectAsync($"{Encode(header)}.{parts[1]}.{parts[2]}", Forged);
        await RejectAsync($"{Encode(header)}.{parts[1]}.", RejectionReason.Malformed);
    }

    [Fact]
    public async Task A_token_without_a_signature_is_rejected()
    {
        var token = Mint(TokenOrder.Person("orders.read"));

        await RejectAsync(token[..(token.LastIndexOf('.') + 1)], RejectionReason.Malformed);
    }

    [Theory]
    [InlineData(253_402_300_799)]
    [InlineData(253_402_300_770)]
    public async Task The_calendars_last_instant_is_an_end_like_any_other(long end)
    {
        var order = TokenOrder.Person("orders.read") with { Change = claims => (claims["exp"], claims["nbf"]) = (end, end) };

        await RejectAsync(order, RejectionReason.NotYetValid);
        await RejectAsync(order with { UnknownKey = true }, [RejectionReason.NotYetValid, .. Forged]);
    }

    [Theory]
    [InlineData("""{"\ud800":1,""")]
    [InlineData("""{"a":{"\udc00":1},""")]
    [InlineData("""{"a":"\ud800",""")]
    [InlineData("""{"sub":"\ud800",""")]
    [InlineData("""{"sub":"a","sub":"a",""")]
    [InlineData("""{"\u0073ub":"a","sub":"a",""")]
    [InlineData("""{"a":{"b":1,"b":1},""")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]],""")]
    [InlineData("""{,""")]
    [InlineData("""{/* */""")]
    [InlineData("""[1,2,""")]
    public async Task Header_and_payload_are_text_that_every_reader_reads_alike(string beginning)
    {
        var parts = Mint(TokenOrder.Person("orders.read")).Split('.');

        await ShouldNotThrowAsync($"{Begin(parts[0], beginning)}.{parts[1]}.{parts[2]}");
        await ShouldNotThrowAsync($"{parts[0]}.{Begin(parts[1], beginning)}.{parts[2]}");

        static string Begin(string part, string beginning) =>
            Base64Url.EncodeToString(Encoding.UTF8.GetBytes(beginning + Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part))[1..]));

        async Task ShouldNotThrowAsync(string token) => (await ValidateAsync(token)).ShouldBeOfType<TokenVerdict.Rejected>();
    }

    [Fact]
    public async Task No_bytes_whatever_inside_the_parts_make_the_port_throw()
    {
        var parts = Mint(TokenOrder.Person("orders.read") with { Lifetime = TimeSpan.FromHours(3) }).Split('.')
            .Select(part => Base64Url.DecodeFromChars(part)).ToArray();

        await Gen.Select(Gen.Int[0, 2], Gen.Int[0, 4000], Gen.Byte, Gen.Bool).SampleAsync(
            async change =>
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                var (part, position, value, cut) = change;
                byte[][] changed = [.. parts.Select(bytes => bytes.ToArray())];
                position %= changed[part].Length;
                changed[part] = cut ? changed[part][..position] : [.. changed[part][..position], value, .. changed[part][(position + 1)..]];
                var verdict = await ValidateAsync(string.Join('.', changed.Select(bytes => Base64Url.EncodeToString(bytes))));
                (verdict is TokenVerdict.Rejected || changed[part].AsSpan().SequenceEqual(parts[part])).ShouldBeTrue();
            },
            iter: 2000,
            threads: 1);
    }

    [Theory]
    [InlineData("crit", "[\"b64\"]")]
    [InlineData("crit", "[]")]
    [InlineData("kid", "7")]
    [InlineData("typ", "7")]
    [InlineData("alg", "null")]
    public async Task A_header_that_asks_for_more_is_rejected(string name, string value)
    {
        var parts = Mint(TokenOrder.Person("orders.read")).Split('.');
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!.AsObject();
        header[name] = JsonNode.Parse(value);

        await RejectAsync($"{Encode(header)}.{parts[1]}.{parts[2]}", RejectionReason.Malformed);
    }

    [Fact]
    public async Task Any_change_to_any_character_of_a_good_token_is_rejected()
    {
        var token = Mint(TokenOrder.Person("orders.read") with { Lifetime = TimeSpan.FromHours(1) });

        // The header's own bytes are signed too: no position is free.
        await Gen.Select(Gen.Int[0, token.Length - 1], Gen.Char[' ', '~']).Where(change => token[change.Item1] != change.Item2)
            .SampleAsync(
                async change =>
                {
                    // Another kid makes the adapter fetch keys, a second apart.
                    Clock.Advance(TimeSpan.FromSeconds(1));
                    var changed = token.ToCharArray();
                    changed[change.Item1] = change.Item2;
                    (await ValidateAsync(new string(changed))).ShouldBeOfType<TokenVerdict.Rejected>();
                },
                iter: 500,
                threads: 1);
    }

    [Fact]
    public async Task No_text_whatever_makes_the_port_throw() =>
        await Gen.String.SampleAsync(
            async text => Garbage.ShouldContain((await ValidateAsync(text)).ShouldBeOfType<TokenVerdict.Rejected>().Reason),
            iter: 1000);

    protected static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    /// <summary>Removes a claim, or makes it null, which is the same.</summary>
    protected static void Leave(JsonObject claims, string claim, bool isNull)
    {
        claims.Remove(claim);
        if (isNull)
        {
            claims[claim] = null;
        }
    }

    // In base64url three bytes are four characters: some lengths cannot be reached.
    private string MintLongest(int length)
    {
        var shortest = Mint(TokenOrder.Person("orders.read") with { Change = claims => claims["padding"] = "" }).Length;
        return Enumerable.Range(0, 8)
            .Select(less => new string('p', ((length - shortest) * 3 / 4) + 4 - less))
            .Select(padding => Mint(TokenOrder.Person("orders.read") with { Change = claims => claims["padding"] = padding }))
            .First(token => token.Length <= length);
    }

    protected async Task<TokenVerdict> ValidateAsync(string token) =>
        await Validator.ValidateAsync(token, TestContext.Current.CancellationToken);

    protected Task RejectAsync(TokenOrder order, params RejectionReason[] reasons) => RejectAsync(Mint(order), reasons);

    protected async Task RejectAsync(string token, params RejectionReason[] reasons) =>
        reasons.ShouldContain((await ValidateAsync(token)).ShouldBeOfType<TokenVerdict.Rejected>().Reason);

    private async Task<Caller> AcceptAsync(TokenOrder order) =>
        (await ValidateAsync(Mint(order))).ShouldBeOfType<TokenVerdict.Accepted>().Caller;
}
