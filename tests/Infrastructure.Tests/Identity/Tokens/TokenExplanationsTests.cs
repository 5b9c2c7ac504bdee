using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Tokens;
using Modular.Infrastructure.Identity.Validation;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

/// <summary>The limits of an accepted token.</summary>
public class TokenExplanationsTests
{
    private const string NoTime = "Routes that need a recent sign-in refuse it";
    private const string NoLevel = "Routes that need a strong sign-in refuse it";

    private readonly StubProvider _provider = new("one", "https://one.example");

    [Fact]
    public async Task A_sign_in_without_a_time_is_noted() => (await NotesAsync(Alice with { AuthenticatedAt = null })).ShouldHaveSingleItem().ShouldStartWith(NoTime);

    [Theory]
    [InlineData("loa:1", false)]
    [InlineData("LOA:1", true)]
    [InlineData("loa:9", true)]
    [InlineData(null, true)]
    public async Task A_level_that_the_provider_does_not_list_is_noted(string? acr, bool isNoted)
    {
        var notes = await NotesAsync(Alice with { Acr = acr, AcrLevels = ["loa:1"] });

        notes.Count(note => note.StartsWith(NoLevel, StringComparison.Ordinal)).ShouldBe(isNoted ? 1 : 0);
        notes.Count.ShouldBe(isNoted ? 1 : 0);
    }

    [Fact]
    public async Task Nothing_is_noted_of_a_sign_in_that_will_do_of_a_machine_or_of_a_refusal()
    {
        (await NotesAsync(Alice)).ShouldBeEmpty();
        (await NotesAsync(Alice with { Kind = CallerKind.Machine, AuthenticatedAt = null, AcrLevels = ["loa:1"] })).ShouldBeEmpty();
        _provider.Answer = ProviderAnswer.Rejected(RejectionReason.Expired, "exp has passed");
        (await ExplainAsync()).Notes.ShouldBeEmpty();
    }

    private static Caller Alice { get; } = new()
    {
        Provider = "one",
        Issuer = "https://one.example",
        Subject = "alice",
        ClientId = "web",
        Kind = CallerKind.Person,
        Granted = Permissions.OrdersRead,
        ScopePrefix = "",
        Groups = [],
        AuthenticatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.MaxValue,
    };

    private async Task<IReadOnlyList<string>> NotesAsync(Caller caller)
    {
        _provider.Answer = new ProviderAnswer(new TokenVerdict.Accepted(caller));
        return (await ExplainAsync()).Notes;
    }

    private Task<TokenExplanation> ExplainAsync() => new TokenExplanations(new TokenRouter([_provider]))
        .ExplainAsync(RawToken.Of("""{"iss":"https://one.example"}"""), TestContext.Current.CancellationToken);
}
