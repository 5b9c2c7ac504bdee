namespace Modular.LocalCognito.Http;

/// <summary>The query of a request as text that a header may have.</summary>
internal static class QueryText
{
    /// <summary>The query as it came. A control character, which the web server takes in a request line, is percent-encoded.</summary>
    public static string QueryForHeader(this HttpRequest request)
    {
        var query = request.QueryString.Value ?? "";
        return query.Any(char.IsControl)
            ? string.Concat(query.Select(c => char.IsControl(c) ? Uri.HexEscape(c) : c.ToString()))
            : query;
    }
}
