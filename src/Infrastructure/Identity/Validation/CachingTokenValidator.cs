using BitFaster.Caching.Lru;
using Microsoft.Extensions.Options;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Validation;

/// <summary>
/// The implementation of the port: answers from a cache for a token that was verified a moment ago, and asks the providers otherwise. The
/// cache is bounded in number and time, and each hit is checked again.
/// </summary>
internal sealed class CachingTokenValidator : ITokenValidator
{
    // The cache of the library has three queues, each of at least one entry.
    private const int LeastCapacity = 3;

    private readonly TokenRouter _router;
    private readonly TokenMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly TimeSpan _acceptedFor;
    private readonly TimeSpan _rejectedFor;
    private readonly FastConcurrentLru<TokenHash, Entry>? _accepted;
    private readonly FastConcurrentLru<TokenHash, Entry>? _rejected;

    public CachingTokenValidator(TokenRouter router, IOptions<RememberedTokensOptions> options, TokenMetrics metrics, TimeProvider time)
    {
        _router = router;
        _metrics = metrics;
        _time = time;
        _acceptedFor = TimeSpan.FromSeconds(options.Value.AcceptedSeconds);
        _rejectedFor = TimeSpan.FromSeconds(options.Value.RejectedSeconds);

        // Two caches: a flood of rejected tokens does not push accepted ones out.
        _accepted = Memory(options.Value.Accepted);
        _rejected = Memory(options.Value.Rejected);
    }

    public ValueTask<TokenVerdict> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(token);
        if (hash is { } key)
        {
            if (Recall(_accepted, key) is { } accepted)
            {
                _metrics.Hit();
                return ValueTask.FromResult(accepted);
            }

            if (Recall(_rejected, key) is { } rejected)
            {
                _metrics.Hit();
                return ValueTask.FromResult(rejected);
            }
        }

        _metrics.Miss();
        return VerifyAsync(token, hash, cancellationToken);
    }

    public ValueTask<TokenVerdict> ValidateFreshAsync(string token, CancellationToken cancellationToken) =>
        VerifyAsync(token, TokenHash.Of(token), cancellationToken);

    // A verdict that costs little is not cached, nor one that may change a moment later.
    private static bool IsWorthRemembering(RejectionReason reason) => reason is RejectionReason.BadSignature or RejectionReason.Revoked;

    private static FastConcurrentLru<TokenHash, Entry>? Memory(int capacity) =>
        capacity == 0 ? null : new FastConcurrentLru<TokenHash, Entry>(Math.Max(capacity, LeastCapacity));

    private TokenVerdict? Recall(FastConcurrentLru<TokenHash, Entry>? memory, TokenHash key) =>
        memory is not null && memory.TryGet(key, out var entry) && _time.GetUtcNow() < entry.Until && entry.Trust is null or { Holds: true }
            ? entry.Verdict
            : null;

    private async ValueTask<TokenVerdict> VerifyAsync(string token, TokenHash? hash, CancellationToken cancellationToken)
    {
        var asked = _time.GetUtcNow();
        var answer = await _router.ValidateAsync(token, trace: null, cancellationToken);
        _metrics.Verified(answer);
        if (hash is { } key)
        {
            Remember(key, answer, asked);
        }

        return answer.Verdict;
    }

    private void Remember(TokenHash key, ProviderAnswer answer, DateTimeOffset asked)
    {
        switch (answer.Verdict)
        {
            case TokenVerdict.Accepted:
                var until = asked + _acceptedFor;
                _accepted?.AddOrUpdate(key, new Entry(answer.Verdict, answer.Until < until ? answer.Until : until, answer.Trust));
                break;
            case TokenVerdict.Rejected { Reason: var reason } when IsWorthRemembering(reason):
                _accepted?.TryRemove(key);
                _rejected?.AddOrUpdate(key, new Entry(answer.Verdict, asked + _rejectedFor, Trust: null));
                break;
            case TokenVerdict.Rejected:
                _accepted?.TryRemove(key);
                break;
        }
    }

    private sealed record Entry(TokenVerdict Verdict, DateTimeOffset Until, ITrust? Trust);
}
