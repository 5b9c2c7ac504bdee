using System.Collections.Frozen;

namespace Modular.Api.Errors;

/// <summary>Every problem that this server answers with. A problem that is not listed cannot be answered.</summary>
internal static class ProblemTypes
{
    /// <summary>By status, then by name.</summary>
    public static IReadOnlyList<ProblemType> All { get; } =
    [
        new("bad-request", 400, "The request is malformed as HTTP."),
        new("invalid-request", 400, "Fields are missing or wrong; `errors` says for each of them what is expected."),
        new("several-tokens", 400, "There is more than one access token in the request: send one, in the header `Authorization`."),
        new("insufficient-user-authentication", 401, "The sign-in is too long ago or too weak: sign in again, as the challenge says (RFC 9470)."),
        new("invalid-token", 401, "The access token is not valid, or its sign-in has ended: get another one."),
        new("unauthenticated", 401, "There is no access token in the header `Authorization`."),
        new("customer-suspended", 403, "The customer is suspended, and staff alone can reinstate them."),
        new("insufficient-scope", 403, "The access token lacks a scope that its bearer could be granted: the challenge names it."),
        new("not-permitted", 403, "The caller lacks the right, and another access token would not help."),
        new("own-order", 403, "Staff cannot fulfil an order of their own."),
        new("person-required", 403, "This is about a person's own data, and the access token is a machine's."),
        new("customer-not-found", 404, "There is no such customer."),
        new("identity-not-found", 404, "There is no such identity at this account."),
        new("not-found", 404, "There is nothing at this address."),
        new("order-not-found", 404, "There is no such order, or it is another customer's."),
        new("method-not-allowed", 405, "This address takes other methods, which the header `Allow` lists."),
        new("request-timeout", 408, "The body came too slowly."),
        new("customer-closed", 409, "The customer closed their account."),
        new("identity-taken", 409, "The identity belongs to a customer who is in use."),
        new("last-identity", 409, "The only identity of an account stays: link another one first."),
        new("order-status", 409, "The order is not in a state that allows this; `detail` says in which it is."),
        new("own-suspension", 409, "Staff cannot suspend themselves."),
        new("precondition-failed", 412, "The present state is not the one that `If-Match` or `If-None-Match` expects: read it again."),
        new("payload-too-large", 413, "The body is larger than 64 KB."),
        new("unsupported-media-type", 415, "The body is not JSON in UTF-8, or is compressed: send `Content-Type: application/json` and no `Content-Encoding`."),
        new("idempotency-key-reused", 422, "The `Idempotency-Key` was used for another request: take a new one for each."),
        new("too-many-requests", 429, "The client is over its quota: `Retry-After` says in how many seconds it is not."),
        new("request-header-fields-too-large", 431, "The headers, or the trailers behind a chunked body, are larger than 32 KB or more than 100."),
        new("internal-server-error", 500, "Something went wrong here: report the `X-Trace-Id`."),
        new("database-unavailable", 503, "The database cannot be asked right now: try again after `Retry-After` seconds."),
        new("identity-provider-unavailable", 503, "Whether the access token is valid cannot be told right now: try again with it after `Retry-After` seconds."),
        new("not-ready", 503, "This node cannot answer callers yet; `detail` says what it lacks."),
    ];

    private static readonly FrozenDictionary<string, ProblemType> ByName = All.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>The type of that name, or null.</summary>
    public static ProblemType? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The type of that name.</summary>
    /// <exception cref="ArgumentException">It is not listed.</exception>
    public static ProblemType Named(string name) => ByName.TryGetValue(name, out var type)
        ? type
        : throw new ArgumentException($"'{name}' is not in the catalogue of problems: add it to {nameof(ProblemTypes)}.", nameof(name));
}
