using System.Text.Json;
using System.Text.RegularExpressions;

namespace Modular.Api.Errors;

/// <summary>Names the field that made a request unreadable, without repeating its value.</summary>
internal static partial class UnreadableRequest
{
    public static Problem Explain(BadHttpRequestException exception)
    {
        if (exception.StatusCode != StatusCodes.Status400BadRequest)
        {
            return Problem.OfStatus(exception.StatusCode);
        }

        if (exception.InnerException is JsonException json)
        {
            return PathOf(json) is { } path
                ? Invalid(path, "This has the wrong type.")
                : Invalid("body", "The body is not the JSON object that this request takes: it is malformed, or has a field that is "
                    + "unknown or given twice.");
        }

        // The framework names the parameter, in our own spelling, before the value that it could not read.
        return Parameter.Match(exception.Message) is { Success: true } parameter
            ? Invalid(JsonNamingPolicy.CamelCase.ConvertName(parameter.Groups["name"].Value), "This has the wrong type.")
            : Invalid("body", "A JSON body is needed.");
    }

    private static Problem Invalid(string field, string message) =>
        Problem.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] });

    // A path is safe to repeat when it is of our own property names; an unknown field's name is the caller's.
    private static string? PathOf(JsonException json) =>
        json.Message.Contains("could not be mapped", StringComparison.Ordinal)
        || json.Message.Contains("duplicate", StringComparison.OrdinalIgnoreCase)
        || json.Path is not { Length: > 2 } path
        || !OwnPath.IsMatch(path)
            ? null
            : path[2..];

    [GeneratedRegex(@"^\$(\.[A-Za-z0-9]{1,40}|\[[0-9]{1,6}\])+$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OwnPath { get; }

    [GeneratedRegex("^Failed to bind parameter \"[^\" ]+ (?<name>[A-Za-z]+)\"", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Parameter { get; }
}
