using ErrorOr;
using Microsoft.AspNetCore.WebUtilities;
using Modular.Application.Pipeline;

namespace Modular.Api.Errors;

/// <summary>The reason why a request failed (RFC 9457). Never repeats input of the caller.</summary>
/// <param name="Type">The stable name of the problem.</param>
/// <param name="Title">The kind of problem, for people.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">The explanation of this occurrence.</param>
/// <param name="Errors">For each wrong field, by its path in the request, the expected values.</param>
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

    /// <summary>The prefix of each type's name.</summary>
    public const string TypePrefix = "urn:modular:problem:";

    /// <summary>The type of a status that the catalogue does not list.</summary>
    public const string Blank = "about:blank";

    /// <summary>The type without the prefix.</summary>
    internal string Name => Type.StartsWith(TypePrefix, StringComparison.Ordinal) ? Type[TypePrefix.Length..] : Type;

    /// <summary>The problem of that name, with the status that it always has.</summary>
    /// <exception cref="ArgumentException">The catalogue does not list it.</exception>
    public static Problem Named(string name, string? detail = null)
    {
        var type = ProblemTypes.Named(name);
        return new Problem(TypePrefix + name, TitleOf(type.Status), type.Status, detail);
    }

    /// <summary>
    /// A status that says all there is to say. One that the catalogue does not list has the type <c>about:blank</c> (RFC 9457 section
    /// 4.2.1): the web server may have statuses that this program has not met yet.
    /// </summary>
    public static Problem OfStatus(int status)
    {
        var name = ReasonPhrases.GetReasonPhrase(status).ToLowerInvariant().Replace(' ', '-');
        return ProblemTypes.Find(name) is { } type && type.Status == status ? Named(name) : new Problem(Blank, TitleOf(status), status);
    }

    /// <summary>Fields that are wrong.</summary>
    public static Problem Invalid(IReadOnlyDictionary<string, string[]> errors) => Named("invalid-request") with { Errors = errors };

    /// <summary>The table from results to HTTP: an error's code is the type's name.</summary>
    /// <exception cref="ArgumentException">The catalogue does not list it, or with another status than the error's kind has.</exception>
    public static Problem Of(IReadOnlyList<Error> errors)
    {
        var first = errors[0];
        if (first.Type == ErrorType.Validation)
        {
            return Invalid(errors
                .GroupBy(error => error.Code, StringComparer.Ordinal)
                .ToDictionary(field => field.Key, field => field.Select(error => error.Description).ToArray(), StringComparer.Ordinal));
        }

        var problem = Named(first.Code, first.Description);
        return problem.Status == StatusOf(first)
            ? problem with { Current = first.Metadata?.GetValueOrDefault(Refusals.CurrentKey) as string }
            : throw new ArgumentException(
                $"'{first.Code}' is {problem.Status} in the catalogue and {StatusOf(first)} as the error that it is.", nameof(errors));
    }

    // ErrorOr has no kind for these errors: they are Error.Custom, whose number is the status.
    private static int StatusOf(Error error) => error.Type switch
    {
        ErrorType.Unauthorized => StatusCodes.Status401Unauthorized,
        ErrorType.Forbidden => StatusCodes.Status403Forbidden,
        ErrorType.NotFound => StatusCodes.Status404NotFound,
        ErrorType.Conflict => StatusCodes.Status409Conflict,
        ErrorType.Failure => StatusCodes.Status503ServiceUnavailable,
        ErrorType.Unexpected => StatusCodes.Status500InternalServerError,
        _ => error.NumericType,
    };

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request is not valid.",
        StatusCodes.Status401Unauthorized => "A valid access token is needed.",
        StatusCodes.Status403Forbidden => "This is not allowed.",
        StatusCodes.Status404NotFound => "Not found.",
        StatusCodes.Status405MethodNotAllowed => "This method is not for this address.",
        StatusCodes.Status409Conflict => "The request does not fit the present state.",
        StatusCodes.Status412PreconditionFailed => "The state has changed.",
        StatusCodes.Status413PayloadTooLarge => "The body is too large.",
        StatusCodes.Status415UnsupportedMediaType => "The body is not JSON.",
        StatusCodes.Status422UnprocessableEntity => "The request contradicts an earlier one.",
        StatusCodes.Status429TooManyRequests => "This is more than may be asked for.",
        StatusCodes.Status500InternalServerError => "Something went wrong here.",
        StatusCodes.Status503ServiceUnavailable => "This cannot be answered right now.",
        StatusCodes.Status431RequestHeaderFieldsTooLarge => "The headers are too large.",
        _ => ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase + "." : "The request was refused.",
    };
}
