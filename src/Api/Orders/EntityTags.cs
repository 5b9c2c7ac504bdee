using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Modular.Api.Orders;

/// <summary>An order's version as an entity tag, and the conditions that callers make of it (RFC 9110 section 13.1).</summary>
internal static class EntityTags
{
    /// <summary>The tag of a version: strong, since a version has one representation.</summary>
    public static string Of(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The versions that <c>If-Match</c> names; null without the header or with <c>*</c>. What is no tag of ours matches nothing.</summary>
    public static IReadOnlyList<int>? Expected(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0 || header is ["*"])
        {
            return null;
        }

        return EntityTagHeaderValue.TryParseList(header, out var tags)
            ? [.. tags.Where(tag => !tag.IsWeak).Select(VersionOf).OfType<int>()]
            : [];
    }

    /// <summary>Whether the caller has this version already (<c>If-None-Match</c>, compared weakly).</summary>
    public static bool IsKnown(HttpRequest request, int version)
    {
        var header = request.Headers.IfNoneMatch;
        return header is ["*"]
            || (header.Count > 0 && EntityTagHeaderValue.TryParseList(header, out var tags) && tags.Any(tag => VersionOf(tag) == version));
    }

    // Tags are compared to the letter (RFC 9110 section 8.8.3.2): "01" is none of ours.
    private static int? VersionOf(EntityTagHeaderValue tag) =>
        int.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && tag.Tag == Of(version)
            ? version
            : null;
}
