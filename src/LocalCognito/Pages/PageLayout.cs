using System.Security.Cryptography;
using System.Text;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Pages;

/// <summary>The frame of every page: one stylesheet inside it, no script, nothing loaded from anywhere.</summary>
internal sealed class PageLayout
{
    private readonly Html _head;
    private readonly string _styleHash;
    private readonly UserPool _pool;

    public PageLayout(UserPool pool)
    {
        var style = ReadStyle();
        _pool = pool;
        _head = new Html($"<style>{style}</style>");
        _styleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
    }

    /// <summary>A form's target is where it leads in the end: browsers hold the redirects after a POST to the policy as well.</summary>
    public Task WriteAsync(HttpContext context, int status, string title, Html body, string? formTarget = null)
    {
        var page = Html.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <link rel="icon" href="data:,">
            {_head}
            </head>
            <body>
            {body}
            <footer>LocalCognito · user pool <span class="whole">{_pool.PoolId}</span> · a stand-in for development</footer>
            </body>
            </html>

            """);
        var (response, bytes) = (context.Response, Encoding.UTF8.GetBytes(page.Text));
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'sha256-{_styleHash}'; img-src data:; form-action 'self'{Sources(formTarget)}; base-uri 'none'; frame-ancestors 'none'";
        return response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    /// <summary>
    /// Schemes, not the origin: a client may send the browser on to another origin at once, and browsers would stop it there without a word.
    /// </summary>
    private static string Sources(string? address)
    {
        if (address is null)
        {
            return "";
        }

        var scheme = new Uri(address).Scheme;
        return scheme is "http" or "https" ? " http: https:" : $" http: https: {scheme}:";
    }

    private static string ReadStyle()
    {
        using var stream = typeof(PageLayout).Assembly.GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
