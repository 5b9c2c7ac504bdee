using ErrorOr;
using Modular.Application.Orders;

namespace Modular.Api.Orders;

/// <summary>The <c>Idempotency-Key</c> header (draft-ietf-httpapi-idempotency-key-header): a string in quotes, or bare as most clients send it.</summary>
internal static class IdempotencyKeys
{
    public const string Header = "Idempotency-Key";

    /// <summary>Reads the key from the header into the request, or returns the error of the header.</summary>
    public static ErrorOr<PlaceOrder> Read(HttpContext http, PlaceOrder request)
    {
        var header = http.Request.Headers[Header];
        if (header.Count == 0)
        {
            return request;
        }

        var text = header.Count == 1 ? header[0] ?? "" : "";
        var key = text is ['"', .. var quoted, '"'] ? quoted : text;
        return IdempotencyKey.IsKey(key) && !key.Contains('"', StringComparison.Ordinal)
            ? request with { Key = key }
            : Error.Validation(Header, $"One key of 1 to {IdempotencyKey.MaxLength} visible ASCII characters.");
    }
}
