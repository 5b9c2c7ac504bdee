namespace Modular.Application.Tests;

/// <summary>The calls of the store ports, in sequence, and what a test puts before or in place of one of them.</summary>
internal sealed class Calls
{
    /// <summary>Each call: the port, the method and the arguments.</summary>
    public List<(string Name, IReadOnlyList<object?> Arguments)> All { get; } = [];

    /// <summary>The calls, as <c>ICustomerStore.FindByIdentityAsync</c>.</summary>
    public IEnumerable<string> Names => All.Select(call => call.Name);

    /// <summary>Runs before the store is called.</summary>
    public Dictionary<string, Action> Before { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers in place of the store.</summary>
    public Dictionary<string, object> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>The last argument of this type.</summary>
    public T Last<T>() => All.SelectMany(call => call.Arguments).OfType<T>().Last();

    /// <returns>The answer in place of the store's; null if the store is to be called.</returns>
    public object? Note(string name, object?[] arguments)
    {
        All.Add((name, arguments));
        Before.GetValueOrDefault(name)?.Invoke();
        return Answers.GetValueOrDefault(name);
    }
}
