using Modular.Domain.Customers;

namespace Modular.Domain;

/// <summary>
/// The actor of a change: a customer, a machine known by its client id, or an operator through a command of the program. Holds no
/// personal data.
/// </summary>
public readonly record struct Actor
{
    private const string CustomerPrefix = "customer:";
    private const string ClientPrefix = "client:";
    private const string CommandPrefix = "command:";

    private readonly string? _value;

    private Actor(string value) => _value = value;

    /// <summary>The stored text: <c>customer:{id}</c>, <c>client:{id}</c> or <c>command:{name}</c>.</summary>
    public string Value => _value ?? throw new InvalidOperationException("An actor without a value.");

    /// <summary>A person, by customer id.</summary>
    public static Actor Customer(CustomerId id) => new(CustomerPrefix + id);

    /// <summary>A machine, by client id.</summary>
    public static Actor Client(string clientId) => new(ClientPrefix + clientId);

    /// <summary>An operator, by the command that they run.</summary>
    public static Actor Command(string name) => new(CommandPrefix + name);

    /// <exception cref="FormatException"><paramref name="value"/> is not an actor's text.</exception>
    public static Actor Parse(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return IsCustomer(value) || IsNamed(value, ClientPrefix) || IsNamed(value, CommandPrefix)
            ? new(value)
            : throw new FormatException("An actor is customer:{id}, client:{id} or command:{name}.");
    }

    /// <inheritdoc />
    public override string ToString() => Value;

    // In the one spelling that Customer writes: an actor is compared by its text.
    private static bool IsCustomer(string value) =>
        value.StartsWith(CustomerPrefix, StringComparison.Ordinal)
        && Guid.TryParseExact(value.AsSpan(CustomerPrefix.Length), "D", out var id)
        && value == Customer(new CustomerId(id)).Value;

    private static bool IsNamed(string value, string prefix) =>
        value.StartsWith(prefix, StringComparison.Ordinal) && value.Length > prefix.Length;
}
