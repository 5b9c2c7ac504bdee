using ErrorOr;
using Microsoft.AspNetCore.WebUtilities;
using Modular.Application.Pipeline;

namespace Modular.Api.Errors;

/// <summary>Why a request failed (RFC 9457). Never repeats what the caller sent.</summary>
/// <param name="Type">The stable name of the problem.</param>
/// <param name="Title">What kind of problem it is.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What it is here.</param>
/// <param name="Errors">For each field that is wrong, by its path in the request, what is expected.</param>
/// <param name="Reason">In Development: why the access token was refused.</param>
/// <param name="Current">For a conflict: the present state.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string? Detail = null,
    IReadOnlyDictionary<string, string[]>? Errors = null,
    string? Reason = null,
    string? Current = null)
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    private const string Types = "urn:modular:problem:";

    /// <summary>The problem of that name.</summary>
    public static Problem Named(string name, int status, string? detail = null) =>
        new(Types + name, TitleOf(status), status, detail);

    /// <summary>A status that says all there is to say.</summary>
    public static Problem OfStatus(int status) => Named(
        ReasonPhrases.GetReasonPhrase(status).ToLowerInvariant().Replace(' ', '-'), status);

    /// <summary>Fields that are wrong.</summary>
    public static Problem Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        Named("invalid-request", StatusCodes.Status400BadRequest) with { Errors = errors };

    /// <summary>The table from results to HTTP.</summary>
    public static Problem Of(IReadOnlyList<Error> errors)
    {
        var first = errors[0];
        return first.Type switch
        {
            ErrorType.Validation => Invalid(errors
                .GroupBy(error => error.Code, StringComparer.Ordinal)
                .ToDictionary(field => field.Key, field => field.Select(error => error.Description).ToArray(), StringComparer.Ordinal)),
            ErrorType.Unauthorized => Named(first.Code, StatusCodes.Status401Unauthorized, first.Description),
            ErrorType.Forbidden => Named(first.Code, StatusCodes.Status403Forbidden, first.Description),
            ErrorType.NotFound => Named(first.Code, StatusCodes.Status404NotFound, first.Description),
            ErrorType.Conflict => Named(first.Code, StatusCodes.Status409Conflict, first.Description) with
            {
                Current = first.Metadata?.GetValueOrDefault(Refusals.CurrentKey) as string,
            },
            ErrorType.Failure => Named(first.Code, StatusCodes.Status503ServiceUnavailable, first.Description),
            _ when first.NumericType >= StatusCodes.Status400BadRequest => Named(first.Code, first.NumericType, first.Description),
            _ => OfStatus(StatusCodes.Status500InternalServerError),
        };
    }

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request is not valid.",
        StatusCodes.Status401Unauthorized => "A valid access token is needed.",
        StatusCodes.Status403Forbidden => "This is not allowed.",
        StatusCodes.Status404NotFound => "Not found.",
        StatusCodes.Status409Conflict => "The request does not fit the present state.",
        StatusCodes.Status413PayloadTooLarge => "The body is too large.",
        StatusCodes.Status415UnsupportedMediaType => "The body is not JSON.",
        StatusCodes.Status500InternalServerError => "Something went wrong here.",
        StatusCodes.Status503ServiceUnavailable => "This cannot be answered right now.",
        _ => ReasonPhrases.GetReasonPhrase(status) + ".",
    };
}
