using Modular.Domain;

namespace Modular.Application.Pipeline;

/// <summary>Who does something to a customer, from which client, and when: what every entry of the audit trail says.</summary>
/// <param name="Actor">Who: a customer, a machine, or a command.</param>
/// <param name="ClientId">The app client that the token was issued to, or the command.</param>
/// <param name="At">When.</param>
public sealed record AuditStamp(Actor Actor, string ClientId, DateTimeOffset At)
{
    internal static AuditStamp Of(CurrentCaller me, TimeProvider time) => new(me.Actor, me.ClientId, time.GetUtcNow());
}
