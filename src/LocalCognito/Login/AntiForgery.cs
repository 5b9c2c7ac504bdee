using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Login;

/// <summary>Ties the login form to the browser it was shown in: a cookie, and the cookie's HMAC in the form.</summary>
internal sealed class AntiForgery
{
    /// <summary>As Cognito names it.</summary>
    public const string Field = "_csrf";

    // Not Cognito's XSRF-TOKEN: cookies ignore ports, and the frameworks of other programs on localhost keep their own token in that one.
    private const string Cookie = "cognito-csrf";

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The value of the form's hidden field. A cookie that is already there stays, so that two tabs do not disturb each other.</summary>
    public string Token(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is { } known && Handle.IsOne(known))
        {
            return Seal(known);
        }

        var cookie = Handle.New();
        context.Response.Cookies.Append(Cookie, cookie, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" });
        return Seal(cookie);
    }

    public bool Accepts(HttpContext context, Parameters form) =>
        // Browsers say where a request comes from, and no page can forge that.
        context.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin"
        && context.Request.Cookies[Cookie] is { } cookie
        && form[Field] is { } token
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Seal(cookie)), Encoding.UTF8.GetBytes(token));

    private string Seal(string cookie) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(cookie)));
}
