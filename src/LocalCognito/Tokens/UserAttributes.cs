using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Tokens;

/// <summary>Which attributes of a person the scopes let out, in the ID token and at userInfo.</summary>
internal static class UserAttributes
{
    private static readonly string[] OfEmail = ["email", "email_verified"];
    private static readonly string[] OfPhone = ["phone_number", "phone_number_verified"];

    /// <summary>The two attributes that are a boolean in the ID token, and a string everywhere else.</summary>
    public static bool IsFlag(string name) => name is "email_verified" or "phone_number_verified";

    /// <summary>Cognito gives everything for <c>profile</c>, and for <c>openid</c> when no other OpenID scope narrows it.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Released(PoolUser user, IReadOnlyList<string> scopes)
    {
        var (email, phone) = (scopes.Contains(Scopes.Email, StringComparer.Ordinal), scopes.Contains(Scopes.Phone, StringComparer.Ordinal));
        var everything = scopes.Contains(Scopes.Profile, StringComparer.Ordinal) || (!email && !phone);
        return user.Attributes.Where(attribute => everything
            || (email && OfEmail.Contains(attribute.Key, StringComparer.Ordinal))
            || (phone && OfPhone.Contains(attribute.Key, StringComparer.Ordinal)));
    }
}
