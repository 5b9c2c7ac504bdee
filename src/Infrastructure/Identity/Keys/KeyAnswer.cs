namespace Modular.Infrastructure.Identity.Keys;

/// <summary>The answer of a <see cref="JwksCache"/> about a <c>kid</c>.</summary>
internal abstract record KeyAnswer
{
    private KeyAnswer()
    {
    }

    /// <summary>The provider publishes it.</summary>
    public sealed record Found(PublishedKey Key) : KeyAnswer;

    /// <summary>The provider publishes it, for other algorithms.</summary>
    public sealed record Unfit : KeyAnswer
    {
        public static Unfit Instance { get; } = new();
    }

    /// <summary>The provider publishes different keys under it for the same algorithm: which one is meant cannot be told.</summary>
    public sealed record Ambiguous : KeyAnswer
    {
        public static Ambiguous Instance { get; } = new();
    }

    /// <summary>A key set fetched after the question lacks it.</summary>
    public sealed record Unknown : KeyAnswer
    {
        public static Unknown Instance { get; } = new();
    }

    /// <summary>There is no key set at the address: 403 or 404.</summary>
    public sealed record Absent : KeyAnswer
    {
        public static Absent Instance { get; } = new();
    }

    /// <summary>The keys cannot be had now.</summary>
    public sealed record Unavailable(string Detail) : KeyAnswer;
}
