namespace Modular.LocalCognito.Http;

/// <summary>Checks the address under which callers reach the program.</summary>
internal static class PublicUrl
{
    /// <summary>The address without a slash at its end; null when none is configured.</summary>
    public static string? Check(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var usable = Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && url.AbsolutePath is "/" && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0;
        return usable
            ? text.TrimEnd('/')
            : throw new StartRefusedException(
                $"LocalCognito:PublicUrl '{text}' is not an http or https address without a path: write it like http://localhost:9229, as callers reach this program.");
    }
}
