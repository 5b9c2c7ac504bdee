using Modular.Application.Identity;

namespace Modular.Infrastructure.Identity.Tokens;

/// <summary>Translates a provider's scopes into permissions.</summary>
internal static class Scopes
{
    /// <summary>
    /// The permissions of a token's scopes (RFC 6749 section 3.3): whole words, each the prefix and a permission's name. Others are another
    /// resource server's, and grant nothing here.
    /// </summary>
    public static Permissions Granted(IReadOnlyList<string> words, string prefix)
    {
        var granted = Permissions.None;
        foreach (var word in words)
        {
            if (word.StartsWith(prefix, StringComparison.Ordinal))
            {
                granted |= PermissionNames.Parse(word.AsSpan(prefix.Length));
            }
        }

        return granted;
    }
}
