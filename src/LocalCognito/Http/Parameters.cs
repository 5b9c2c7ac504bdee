using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Modular.LocalCognito.Http;

/// <summary>A request's parameters as RFC 6749 (3.1, 3.2) has them: an empty one counts as left out, none may come twice.</summary>
internal sealed class Parameters
{
    private const int Most = 64;
    private const int Longest = 4096;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public Parameters(IEnumerable<KeyValuePair<string, StringValues>> sent)
    {
        foreach (var (name, values) in sent)
        {
            if (values.Count != 1 || values[0] is not { } value || value.Length > Longest || _values.Count == Most)
            {
                WellFormed = false;
            }
            else if (value.Length > 0)
            {
                _values[name] = value;
            }
        }
    }

    private Parameters(bool wellFormed) : this([]) => WellFormed = wellFormed;

    /// <summary>False if a parameter was repeated or too long; such a parameter reads as left out.</summary>
    public bool WellFormed { get; } = true;

    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>The form of a POST; not well-formed when the body is anything else, which a multipart form is too.</summary>
    public static async Task<Parameters> FromFormAsync(HttpContext context)
    {
        if (!IsForm(context.Request.ContentType))
        {
            return new Parameters(wellFormed: false);
        }

        try
        {
            return new Parameters(await context.Request.ReadFormAsync(context.RequestAborted));
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException)
        {
            // Not supported is the charset UTF-7.
            return new Parameters(wellFormed: false);
        }
    }

    private static bool IsForm(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
}
