using System.Buffers;

namespace Modular.Api.Identity;

/// <summary>How many access tokens a request presents: one way of sending one, and once (RFC 6750 section 2).</summary>
internal static class PresentedTokens
{
    /// <summary>The name of a token in the query (RFC 6750 section 2.3), where it is never taken from.</summary>
    private const string QueryName = "access_token";

    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~");

    /// <summary>Whether there are credentials in the header, and others beside them.</summary>
    public static bool AreSeveral(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        return header.Count > 1
            || (header.Count == 1
                && (IsJoined(header[0]) || (request.QueryString.HasValue && request.Query.ContainsKey(QueryName))));
    }

    // A proxy may have made one line of two (RFC 9110 section 5.3). A token has no comma in it, and no scheme before it.
    private static bool IsJoined(ReadOnlySpan<char> header)
    {
        for (var comma = header.IndexOf(','); comma >= 0; comma = header.IndexOf(','))
        {
            header = header[(comma + 1)..].TrimStart(' ');
            if (header.IndexOfAnyExcept(SchemeCharacters) is > 0 and var end && header[end] == ' ')
            {
                return true;
            }
        }

        return false;
    }
}
