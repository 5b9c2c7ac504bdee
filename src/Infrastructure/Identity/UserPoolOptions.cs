using Modular.Application.Identity;

namespace Modular.Infrastructure.Identity;

/// <summary>The options with which the access tokens of every user pool are checked.</summary>
public abstract class UserPoolOptions : ProviderOptions
{
    /// <summary>By default the pool's group <c>staff</c> is our <c>staff</c>.</summary>
    protected UserPoolOptions() => Groups[Caller.StaffGroup] = Caller.StaffGroup;

    /// <summary>
    /// The identifier of our resource server in the pool, like <c>modular</c>; it stands before the permission in each scope
    /// (<c>modular/orders.read</c>).
    /// </summary>
    public string? ResourceServer { get; set; }

    /// <summary>
    /// The resource that people's tokens must be bound to (<c>aud</c>, RFC 8707), if the app client asks for it. Without it, an
    /// <c>aud</c> that is present must be the token's own client id.
    /// </summary>
    public string? Audience { get; set; }
}
