using Modular.Application.Identity;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

/// <summary>A provider that gives one answer and notes what it was asked.</summary>
internal sealed class StubProvider(string name, params string[] issuers) : IIdentityProvider
{
    public string Name => name;

    public IReadOnlyCollection<string> Issuers => issuers;

    public bool TakesOpaqueTokens { get; init; }

    public ProviderDescription Description => new(name, issuers[0], "", null, null);

    public bool IsReady { get; init; }

    public TimeSpan? RefreshAfter => null;

    public ProviderAnswer Answer { get; set; } = ProviderAnswer.Rejected(RejectionReason.Expired, "exp has passed");

    /// <summary>Runs during the check.</summary>
    public Action? WhileAsked { get; set; }

    /// <summary>The tokens that it was shown.</summary>
    public List<string> Asked { get; } = [];

    public int Refreshed { get; private set; }

    public ValueTask<ProviderAnswer> ValidateAsync(PresentedToken token, TokenTrace? trace, CancellationToken cancellationToken)
    {
        Asked.Add(token.Text);
        WhileAsked?.Invoke();
        trace?.Add("stub", passed: true, "asked", "asked");
        return ValueTask.FromResult(Answer);
    }

    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        Refreshed++;
        return Task.CompletedTask;
    }
}
