using System.Globalization;

namespace Modular.Api.Http;

/// <summary>
/// A number in a route or query has one spelling: ASCII digits without sign, leading zero or space. Two addresses of one order would
/// have two cache entries and two ways past a rule of a proxy.
/// </summary>
internal sealed class CanonicalNumber : IRouteConstraint
{
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out var value)
        && Convert.ToString(value, CultureInfo.InvariantCulture) is { } text
        && Is(text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>Whether these are digits without a leading zero.</summary>
    public static bool Is(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9') && (text[0] != '0' || text.Length == 1);
}
