using System.Text.Json;
using Modular.Api.Errors;

namespace Modular.Api.Tests.Http;

/// <summary>An answer as it stood on the connection.</summary>
/// <param name="Status">The number of the status line.</param>
/// <param name="Headers">The header lines, in their sequence.</param>
/// <param name="Body">The body, without its chunk sizes.</param>
internal sealed record HttpAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    /// <summary>Whether the server ends the connection behind this answer.</summary>
    public bool Closes => Header("Connection") == "close";

    /// <summary>Whether the web server refused the request before any code of the program: the program marks every answer of its own.</summary>
    public bool IsTheWebServersOwn => Header(TraceId.Header) is null;

    /// <summary>The value of a header that is there once; null without it.</summary>
    public string? Header(string name)
    {
        string? found = null;
        foreach (var header in Headers)
        {
            if (header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                found = found is null ? header.Value : $"{found}, {header.Value}";
            }
        }

        return found;
    }

    /// <summary>The fault of the answer as a refusal of the resource server's own code; null without one.</summary>
    public string? WrongAsProblem(bool isHead)
    {
        if (Header("Content-Type") != "application/problem+json")
        {
            return $"has the media type {Header("Content-Type") ?? "none"}";
        }

        if (isHead)
        {
            return Body.Length == 0 ? null : "has a body although the request was HEAD";
        }

        using var problem = JsonDocument.Parse(Body);
        var root = problem.RootElement;
        return root.GetProperty("status").GetInt32() != Status ? "says another status in its body"
            : string.IsNullOrEmpty(root.GetProperty("title").GetString()) ? "has no title"
            : IsType(root.GetProperty("type").GetString()!) ? null
            : "has a type that is not in the catalogue";
    }

    private static bool IsType(string type) =>
        type == Problem.Blank || ProblemTypes.All.Any(known => Problem.TypePrefix + known.Name == type);
}
