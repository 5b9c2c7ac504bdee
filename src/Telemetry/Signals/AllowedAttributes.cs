using System.Collections.Frozen;
using System.Diagnostics;

namespace Modular.Telemetry.Signals;

/// <summary>The attributes that a span may have. docs/security.md has the reason for each, and for each that is left out.</summary>
internal static class AllowedAttributes
{
    /// <summary>Those of any span.</summary>
    public static readonly IReadOnlyList<string> OfAny =
    [
        "http.request.method", "http.response.status_code", "http.route", "url.scheme", "network.protocol.version", "error.type",
        "db.system.name", "db.namespace", "db.operation.name", "db.operation.batch.size", "db.query.summary", "db.response.status_code",
        "messaging.batch.message_count", "modular.database.batch.size",
    ];

    /// <summary>Those of calls to others: the addresses are configured. For a request they are the caller's text.</summary>
    public static readonly IReadOnlyList<string> OfCalls = ["server.address", "server.port"];

    private static readonly FrozenSet<string> Any = OfAny.ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> Calls = OfCalls.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a span of that kind may have the attribute.</summary>
    public static bool Allows(string name, ActivityKind kind) => Any.Contains(name) || (kind == ActivityKind.Client && Calls.Contains(name));
}
