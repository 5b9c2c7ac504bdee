namespace Modular.Api.Tests.Providers.ThirdParty;

/// <summary>A client of the third party, as its <c>configuration.js</c> has it.</summary>
/// <param name="Id">The <c>client_id</c>.</param>
/// <param name="Secret">Null for a public client.</param>
/// <param name="Redirect">Where a sign-in ends; null for a client that signs no people in.</param>
internal sealed record ThirdPartyClient(string Id, string? Secret, string? Redirect)
{
    /// <summary>Signs people in, confidentially.</summary>
    public static ThirdPartyClient Web { get; } = new("shop-web", "shop-web-secret", "http://localhost:5090/signin-oidc");

    /// <summary>Signs people in, without a secret.</summary>
    public static ThirdPartyClient Phone { get; } = new("shop-phone", null, "http://localhost:8400/callback");

    /// <summary>Acts for itself.</summary>
    public static ThirdPartyClient Machine { get; } = new("warehouse", "warehouse-secret", null);

    /// <summary>The resource server itself, as it asks about opaque tokens.</summary>
    public static ThirdPartyClient ResourceServer { get; } = new("orders-api", "orders-api-secret", null);
}
