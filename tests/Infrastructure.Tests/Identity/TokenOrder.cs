using System.Text.Json.Nodes;
using Modular.Application.Identity;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>The token that a test of the contract needs; each adapter's tests issue it as its provider would.</summary>
/// <param name="Kind">A person's or a machine's.</param>
/// <param name="Permissions">The permissions of its scopes.</param>
public sealed record TokenOrder(CallerKind Kind, params string[] Permissions)
{
    public string Subject { get; init; } = "somebody";

    /// <summary>The app client; null for the one on the list.</summary>
    public string? Client { get; init; }

    public string[] Groups { get; init; } = [];

    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Signed with a key that the provider does not have.</summary>
    public bool UnknownKey { get; init; }

    /// <summary>Changes the claims last.</summary>
    public Action<JsonObject>? Change { get; init; }

    public static TokenOrder Person(params string[] permissions) => new(CallerKind.Person, permissions);

    public static TokenOrder Machine(params string[] permissions) => new(CallerKind.Machine, permissions);
}
