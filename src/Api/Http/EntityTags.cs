using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Modular.Api.Errors;
using Modular.Application.Pipeline;

namespace Modular.Api.Http;

/// <summary>Entity tags in headers, and the conditions that callers make of them (RFC 9110 section 13.1).</summary>
internal static class EntityTags
{
    /// <summary>The precondition that the request sets for the state that it changes.</summary>
    public static Precondition Expected(HttpRequest request)
    {
        var (match, noneMatch) = (request.Headers.IfMatch, request.Headers.IfNoneMatch);
        return match.Count == 0 && noneMatch.Count == 0
            ? Precondition.None
            : new Precondition(Read(match, isWeak: false), Read(noneMatch, isWeak: true));
    }

    /// <summary>Adds the entity tag to the response.</summary>
    public static IResult Tagged(this IResult answer, HttpContext http, string tag)
    {
        http.Response.Headers.ETag = $"\"{tag}\"";
        return answer;
    }

    /// <summary>The answer to a read: 412 when the caller expects another state, 304 when the caller has this one, otherwise the state.</summary>
    public static IResult UnlessKnown(this IResult answer, HttpContext http, string tag)
    {
        var expected = Expected(http.Request);
        if (expected.Match?.Names(tag) == false)
        {
            return Problem.Of([Refusals.PreconditionFailed]).AsResult();
        }

        return (expected.NoneMatch?.Names(tag) == true ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : answer).Tagged(http, tag);
    }

    /// <summary>
    /// Whether a request has a condition that cannot hold where nothing has a tag: one that names tags which must match, or that nothing
    /// may exist.
    /// </summary>
    public static bool CannotHold(HttpRequest request)
    {
        var expected = Expected(request);
        return expected.Match?.IsAny == false || expected.NoneMatch?.IsAny == true;
    }

    // If-Match is compared strongly, so that a weak tag matches nothing; If-None-Match weakly. Text that is no list of tags matches nothing.
    private static TagList? Read(StringValues header, bool isWeak)
    {
        if (header.Count == 0)
        {
            return null;
        }

        if (header is ["*"])
        {
            return TagList.Any;
        }

        return EntityTagHeaderValue.TryParseList(header, out var tags)
            ? new TagList(IsAny: false, [.. tags.Where(tag => (isWeak || !tag.IsWeak) && tag.Tag.Length > 1).Select(tag => tag.Tag.Substring(1, tag.Tag.Length - 2))])
            : TagList.Empty;
    }
}
