using System.Text.Json;
using ErrorOr;

namespace Modular.Application.Pipeline;

/// <summary>An error in one field of a request.</summary>
public static class InvalidField
{
    /// <summary>The field by its path in our own words (<c>Lines[0].Quantity</c>), spelled as in JSON (<c>lines[0].quantity</c>).</summary>
    /// <param name="path">The path, of our own property names: nothing that the caller sent.</param>
    /// <param name="message">The expected form. Never repeats the value of the caller.</param>
    public static Error Named(string path, string message)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Error.Validation(string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName)), message);
    }
}
