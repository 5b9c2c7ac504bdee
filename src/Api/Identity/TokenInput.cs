using System.Text;
using System.Text.Json;
using Modular.Infrastructure;

namespace Modular.Api.Identity;

/// <summary>
/// A token on standard input, as people's tools write it: with a byte order mark, behind <c>Bearer</c>, in quotes, broken into lines, or in
/// the JSON answer of a token endpoint.
/// </summary>
internal static class TokenInput
{
    private const int LongestInput = 64 * 1024;
    private const int DotsOfToken = 2;

    private const string Advice = "pipe it in, as in 'explain-token < token.txt'";

    private static readonly string[] Prefixes = ["Authorization:", "Bearer", "DPoP"];

    /// <summary>Reads the token.</summary>
    /// <param name="input">Standard input.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <exception cref="ConfigurationException">There is no token, or more than one, or something else.</exception>
    public static async Task<string> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(input, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var buffer = new char[LongestInput + 1];
        var length = await reader.ReadBlockAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken);
        var text = new string(buffer, 0, length).Trim();
        return length > LongestInput ? throw Refused("is longer than 64 KB")
            : text.Contains('\0', StringComparison.Ordinal) ? throw Refused("has NUL characters, as UTF-16 without a byte order mark and binary data have")
            : text.StartsWith('<') ? throw Refused("looks like an HTML or XML page")
            : text.StartsWith('{') ? OfJson(text)
            : OfText(text);
    }

    private static string OfText(string text)
    {
        var bare = Unquoted(text);
        foreach (var prefix in Prefixes)
        {
            var rest = bare.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? bare[prefix.Length..] : bare;
            bare = prefix.EndsWith(':') || rest.Length == 0 || char.IsWhiteSpace(rest[0]) ? Unquoted(rest.Trim()) : bare;
        }

        var lines = bare.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0 ? throw new ConfigurationException($"There is no token on standard input: {Advice}.")
            : lines.Length > 1 && lines.All(line => line.Count(c => c == '.') == DotsOfToken) ? throw Refused("has more than one token")
            : string.Concat(lines);
    }

    private static string OfJson(string text)
    {
        try
        {
            using var answer = JsonDocument.Parse(text);
            return answer.RootElement.TryGetProperty("access_token", out var token) && token.ValueKind == JsonValueKind.String
                ? OfText(token.GetString()!)
                : throw Refused("is a JSON object without an access_token");
        }
        catch (JsonException)
        {
            throw Refused("begins like JSON, but is none");
        }
    }

    private static string Unquoted(string text) =>
        text is ['"' or '\'' or '`', .., var last] && last == text[0] ? text[1..^1].Trim() : text;

    private static ConfigurationException Refused(string what) => new($"Standard input {what}: give one token alone, and {Advice}.");
}
