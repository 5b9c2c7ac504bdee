using Modular.Application.Identity;

namespace Modular.Application.Tests;

/// <summary>The callers of these tests.</summary>
internal static class Callers
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Caller Person(Permissions granted, string subject = "alice", params string[] groups) => new()
    {
        Provider = "main",
        Issuer = "https://issuer.example",
        Subject = subject,
        ClientId = "web-client",
        Kind = CallerKind.Person,
        Granted = granted,
        ScopePrefix = "modular/",
        Groups = groups,
        TokenId = "token-1",
        ExpiresAt = Noon.AddHours(1),
    };

    public static Caller Staff(Permissions granted, string subject = "carol") => Person(granted, subject, Caller.StaffGroup);

    public static Caller Machine(Permissions granted) => Person(granted, "fulfilment-client") with
    {
        ClientId = "fulfilment-client",
        Kind = CallerKind.Machine,
    };
}
