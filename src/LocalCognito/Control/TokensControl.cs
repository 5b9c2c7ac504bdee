using System.Text.Json.Nodes;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Keys;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Control;

/// <summary><c>POST /_local/tokens</c></summary>
internal sealed class TokensControl(TokenMint mint, UserPool pool, TimeProvider time)
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
        var claims = Use(body) == KeyUse.Id
            ? mint.IdClaims(user!, body.Client!, body.Scopes, body.ExpiresIn)
            : mint.AccessClaims(user, body.Client!, body.Scopes, body.ExpiresIn);
        var expiresIn = claims["exp"]!.GetValue<long>() - time.GetUtcNow().ToUnixTimeSeconds();
        foreach (var (name, value) in body.Claims ?? [])
        {
            if (value is null)
            {
                claims.Remove(name);
            }
            else
            {
                claims[name] = value.DeepClone();
            }
        }

        await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            [body.Use + "_token"] = mint.Sign(claims, Use(body), body.Sign),
            ["expires_in"] = expiresIn,
        });
    }

    // JSON is read as it is needed, so an error in it shows only then.
    private static bool IsWritable(JsonObject? claims)
    {
        try
        {
            return claims is null or { Count: 0 } || claims.ToJsonString().Length > 0;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static KeyUse Use(MintTokenBody body) => body.Use is "id" ? KeyUse.Id : KeyUse.Access;

    private string? Check(MintTokenBody body)
    {
        if (string.IsNullOrEmpty(body.Client))
        {
            return "client is missing: give the id of an app client.";
        }

        if (body.User is not null && pool.Users.Find(body.User) is null)
        {
            return "user is not in the pool: give the username of one of its people, or null for a machine's token.";
        }

        if (body.Use is not ("access" or "id"))
        {
            return "use must be access or id.";
        }

        if (body is { Use: "id", User: null })
        {
            return "user is missing: an ID token tells of a person.";
        }

        if (body.Scopes?.Any(scope => scope is null) == true)
        {
            return "scopes must be a list of texts.";
        }

        if (body.ExpiresIn is < -TenYears or > TenYears)
        {
            return "expiresIn must lie within ten years.";
        }

        if (!IsWritable(body.Claims))
        {
            return "claims must not name a claim twice, nor hold half a surrogate pair.";
        }

        if (body.Sign is not ("current" or "unknownKey" or "retiredKey" or "none"))
        {
            return "sign must be current, unknownKey, retiredKey or none.";
        }

        return body.Sign is not "retiredKey" || mint.HasRetired(Use(body))
            ? null
            : "No key of this use was retired yet: POST /_local/keys/rotate with retireOld first.";
    }
}
