namespace Modular.Domain.Customers;

/// <summary>An identity of a customer at an identity provider: the canonical issuer and the subject, compared character by character.</summary>
public sealed class ExternalIdentity
{
    /// <summary>The longest issuer, in characters.</summary>
    public const int MaxIssuerLength = 300;

    /// <summary>The longest subject, in characters (OpenID Connect Core 1.0, section 2: at most 255).</summary>
    public const int MaxSubjectLength = 255;

    /// <exception cref="ArgumentException">The issuer or subject is blank or too long.</exception>
    public ExternalIdentity(string issuer, string subject, DateTimeOffset linkedAt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(issuer);
        ArgumentException.ThrowIfNullOrWhiteSpace(subject);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(issuer.Length, MaxIssuerLength, nameof(issuer));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(subject.Length, MaxSubjectLength, nameof(subject));
        Id = Guid.CreateVersion7(linkedAt);
        Issuer = issuer;
        Subject = subject;
        LinkedAt = linkedAt.ToWholeMilliseconds();
    }

    // For the database's mapper.
    private ExternalIdentity() => Issuer = Subject = "";

    /// <summary>The key by which a customer removes it.</summary>
    public Guid Id { get; private init; }

    /// <summary>The provider's canonical issuer.</summary>
    public string Issuer { get; private init; }

    /// <summary>The provider's subject.</summary>
    public string Subject { get; private init; }

    /// <summary>When it was linked, in UTC with milliseconds.</summary>
    public DateTimeOffset LinkedAt { get; private init; }
}
