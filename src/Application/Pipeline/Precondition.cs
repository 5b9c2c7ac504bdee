using ErrorOr;

namespace Modular.Application.Pipeline;

/// <summary>A caller's precondition for the state that a request changes (RFC 9110 section 13.1): if it does not hold, nothing is changed.</summary>
/// <param name="Match">The state must have one of these tags (<c>If-Match</c>); null for any state.</param>
/// <param name="NoneMatch">The state must have none of these tags (<c>If-None-Match</c>); null for any state.</param>
public sealed record Precondition(TagList? Match, TagList? NoneMatch)
{
    /// <summary>No precondition.</summary>
    public static Precondition None { get; } = new(null, null);

    /// <summary>Compares the present state's tag.</summary>
    /// <returns><see cref="Refusals.PreconditionFailed"/> if the precondition does not hold.</returns>
    public ErrorOr<Success> Check(string tag) =>
        Match?.Names(tag) != false && NoneMatch?.Names(tag) != true ? Result.Success : Refusals.PreconditionFailed;
}

/// <summary>The entity tags that a header lists.</summary>
/// <param name="IsAny">Whether the header says <c>*</c>, which every state matches.</param>
/// <param name="Tags">The tags, without their quotes.</param>
public sealed record TagList(bool IsAny, IReadOnlyList<string> Tags)
{
    /// <summary><c>*</c>.</summary>
    public static TagList Any { get; } = new(IsAny: true, []);

    /// <summary>A header that lists no tag which could match.</summary>
    public static TagList Empty { get; } = new(IsAny: false, []);

    /// <summary>Whether <paramref name="tag"/> is listed, compared character by character.</summary>
    public bool Names(string tag) => IsAny || Tags.Contains(tag, StringComparer.Ordinal);
}

/// <summary>A request that changes something which has an entity tag.</summary>
public interface IConditional
{
    /// <summary>The caller's precondition for the state that is changed.</summary>
    Precondition Condition { get; }
}
