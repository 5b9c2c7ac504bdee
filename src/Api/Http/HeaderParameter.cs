namespace Modular.Api.Http;

/// <summary>A request header that an operation takes, for its description.</summary>
/// <param name="Name">The header.</param>
/// <param name="Description">The effect of the header.</param>
/// <param name="Refusal">The status of the answer when it stands in the way; null if it never does.</param>
internal sealed record HeaderParameter(string Name, string Description, int? Refusal = null)
{
    public static HeaderParameter IfMatch { get; } = new(
        "If-Match", "The ETag of the state as you saw it: if it has changed since, nothing is done, and the answer is 412.",
        StatusCodes.Status412PreconditionFailed);

    public static HeaderParameter IfNoneMatch { get; } = new(
        "If-None-Match", "The ETag of the state as you have it: if it has not changed, the answer is 304 without a body.");

    public static HeaderParameter IdempotencyKey { get; } = new(
        Orders.IdempotencyKeys.Header,
        "Your own name for this request, 1 to 255 visible ASCII characters: sent again within 24 hours it gives the first answer again and "
        + "orders nothing twice. With another request it is 422.",
        StatusCodes.Status422UnprocessableEntity);

    public static HeaderParameter LastEventId { get; } = new(
        "Last-Event-ID", "The id of the last event that you have: what came behind it is told first.");
}

internal static class HeaderParameters
{
    public static RouteHandlerBuilder TakesHeader(this RouteHandlerBuilder endpoint, HeaderParameter header) => endpoint.WithMetadata(header);
}
