using System.Globalization;

namespace Modular.Api.Http;

/// <summary>A UUID in a route has the form of RFC 9562 section 4: 8-4-4-4-12 hexadecimal digits, in either case.</summary>
internal sealed class CanonicalGuid : IRouteConstraint
{
    private const int Length = 36;

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out var value) && Is(Convert.ToString(value, CultureInfo.InvariantCulture));

    // Guid.TryParseExact takes a sign and 0x in place of digits.
    private static bool Is(ReadOnlySpan<char> text)
    {
        if (text.Length != Length)
        {
            return false;
        }

        for (var i = 0; i < Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigit(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
