using Modular.Domain;

namespace Modular.Application.Pipeline;

/// <summary>The actor, the client and the time of a change of a customer, as every entry of the audit trail has them.</summary>
/// <param name="Actor">The actor: a customer, a machine, or a command.</param>
/// <param name="ClientId">The app client that the token was issued to, or the command.</param>
/// <param name="At">The time.</param>
public sealed record AuditStamp(Actor Actor, string ClientId, DateTimeOffset At)
{
    internal static AuditStamp Of(CurrentCaller me, TimeProvider time) => new(me.Actor, me.ClientId, time.GetUtcNow());
}
