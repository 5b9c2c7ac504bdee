namespace Modular.LocalCognito.Pool;

/// <summary>The scopes that every pool has, and the grammar of all others (RFC 6749, 3.3).</summary>
internal static class Scopes
{
    public const string OpenId = "openid";
    public const string Email = "email";
    public const string Phone = "phone";
    public const string Profile = "profile";

    private static readonly string[] BuiltIn = [OpenId, Email, Phone, Profile, "aws.cognito.signin.user.admin"];

    public static IReadOnlyList<string> OfEveryPool => BuiltIn;

    public static bool IsCustom(string scope) => !BuiltIn.Contains(scope, StringComparer.Ordinal);

    public static bool IsName(string text) =>
        text.Length is > 0 and <= 256 && text.All(c => c is > ' ' and < '\u007f' and not '"' and not '\\');

    /// <summary>The requested scopes, in their order and once each; null if the client may not have one of them.</summary>
    public static IReadOnlyList<string>? Choose(string? asked, IReadOnlyList<string> allowed)
    {
        if (asked is null)
        {
            return allowed;
        }

        var chosen = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
        return chosen.Count > 0 && chosen.TrueForAll(scope => allowed.Contains(scope, StringComparer.Ordinal)) ? chosen : null;
    }
}
