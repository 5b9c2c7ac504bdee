using Modular.Application.Identity;

namespace Modular.Infrastructure.Identity;

/// <summary>Translates a provider's scopes into permissions.</summary>
internal static class Scopes
{
    /// <summary>
    /// The permissions of a <c>scope</c> claim (RFC 6749 section 3.3): whole words, each the prefix and a permission's name.
    /// Others are another resource server's, and grant nothing here.
    /// </summary>
    public static Permissions Granted(string? scope, string prefix)
    {
        var granted = Permissions.None;
        foreach (var word in scope.AsSpan().Split(' '))
        {
            var name = scope.AsSpan()[word];
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                granted |= PermissionNames.Parse(name[prefix.Length..]);
            }
        }

        return granted;
    }
}
