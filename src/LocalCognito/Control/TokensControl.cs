using System.Text.Json.Nodes;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Control;

/// <summary><c>POST /_local/tokens</c></summary>
internal sealed class TokensControl(TokenMint mint, UserPool pool, TimeProvider clock)
{
    private const int TenYears = 10 * 365 * 24 * 3600;

    public async Task MintAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var (body, problem) = await ControlRequest.ReadAsync(context, ControlBodies.Default.MintTokenBody);
        problem ??= Check(body!);
        if (problem is not null)
        {
            await ControlRequest.RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        var user = body!.User is null ? null : pool.Users.Find(body.User);
        var claims = mint.Claims(user, body.Client!, body.Scopes, body.ExpiresIn);
        var expiresIn = claims["exp"]!.GetValue<long>() - clock.GetUtcNow().ToUnixTimeSeconds();
        foreach (var (name, value) in body.Claims ?? [])
        {
            if (value is null)
                claims.Remove(name);
            else
                claims[name] = value.DeepClone();
        }

        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["access_token"] = mint.Sign(claims, body.Sign),
            ["expires_in"] = expiresIn,
        });
    }

    private string? Check(MintTokenBody body)
    {
        if (string.IsNullOrEmpty(body.Client))
            return "client is missing: give the id of an app client.";
        if (body.User is not null && pool.Users.Find(body.User) is null)
            return "user is not in the pool: give the username of one of its people, or null for a machine's token.";
        if (body.Scopes?.Any(scope => scope is null) == true)
            return "scopes must be a list of texts.";
        if (body.ExpiresIn is < -TenYears or > TenYears)
            return "expiresIn must lie within ten years.";
        return body.Sign is "current" or "unknownKey" or "none" ? null : "sign must be current, unknownKey or none.";
    }
}
