namespace Modular.Infrastructure.Retention;

/// <summary>How long data is kept that is deleted in the end: <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>The shortest time, in days, that entries of the audit trail are kept: the database itself refuses to delete younger ones.</summary>
    public const int LeastAuditDays = 730;

    /// <summary>The interval between two runs of the retention job, in minutes, 1 to 1,440. Default: 60.</summary>
    public int EveryMinutes { get; set; } = 60;

    /// <summary>
    /// How long events of orders are kept, in days, 1 to 3,650: a client that was away longer is told to look at its orders again.
    /// Default: 30.
    /// </summary>
    public int EventDays { get; set; } = 30;

    /// <summary>How long entries of the audit trail are kept, in days, 730 to 36,500. Default: 730.</summary>
    public int AuditDays { get; set; } = LeastAuditDays;

    /// <summary>
    /// How long an identity that was unlinked, or whose account was closed, stays known as signed out, in days, 30 to 36,500. It has to be
    /// longer than any refresh token lives: from then on nothing remembers that its old sign-ins have ended. Default: 400.
    /// </summary>
    public int ReleasedDays { get; set; } = 400;
}
