using Microsoft.Net.Http.Headers;

namespace Modular.Api.Http;

/// <summary>
/// Whether a body is JSON by its <c>Content-Type</c>. JSON between systems is UTF-8 (RFC 8259 section 8.1), so that a charset may be said,
/// by its registered name and with or without quotes (RFC 9110 section 8.3), and may be nothing else.
/// </summary>
internal static class JsonMediaType
{
    public const string Name = "application/json";

    private const string Utf8 = "utf-8";

    public static bool Is(string? contentType) =>
        string.Equals(contentType, Name, StringComparison.OrdinalIgnoreCase)
        || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (type.MediaType.Equals(Name, StringComparison.OrdinalIgnoreCase) || IsStructured(type))
            && type.Parameters.All(IsRight));

    // application/merge-patch+json and the like (RFC 6839 section 3.1).
    private static bool IsStructured(MediaTypeHeaderValue type) =>
        type.Type.Equals("application", StringComparison.OrdinalIgnoreCase) && type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase);

    private static bool IsRight(NameValueHeaderValue parameter) =>
        parameter.Value.HasValue
        && (!parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase)
            || parameter.GetUnescapedValue().Equals(Utf8, StringComparison.OrdinalIgnoreCase));
}
