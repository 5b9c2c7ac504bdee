using ErrorOr;
using Modular.Api.Errors;
using Modular.Api.Identity;
using Modular.Application.Pipeline;

namespace Modular.Api;

/// <summary>Puts a use case behind a route, in one line: the request type says who may, and what the answer is.</summary>
internal static class UseCaseEndpoints
{
    /// <summary><c>GET</c>: the request comes from route and query.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="present">Makes the answer what callers see, where that needs the HTTP request.</param>
    public static RouteHandlerBuilder Get<TRequest, TAnswer>(
        this IEndpointRouteBuilder routes, string pattern, Func<HttpContext, TAnswer, IResult>? present = null)
        where TRequest : IUseCase<TAnswer> =>
        routes.MapGet(pattern, async ([AsParameters] TRequest request, ISender sender, HttpContext http) =>
                (await sender.Send(request, http.RequestAborted)).Match(
                    answer => present is null ? TypedResults.Ok(answer) : present(http, answer),
                    Fail))
            .Describe<TRequest, TAnswer>(StatusCodes.Status200OK);

    /// <summary><c>PUT</c>: the request is the body.</summary>
    public static RouteHandlerBuilder Put<TRequest, TAnswer>(this IEndpointRouteBuilder routes, string pattern)
        where TRequest : IUseCase<TAnswer> =>
        routes.MapPut(pattern, async (TRequest request, ISender sender, HttpContext http) =>
                (await sender.Send(request, http.RequestAborted)).Match(answer => TypedResults.Ok(answer), Fail))
            .Describe<TRequest, TAnswer>(StatusCodes.Status200OK);

    /// <summary><c>POST</c> that makes something: the request is the body, the answer 201 with its address.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="location">The address of what was made.</param>
    /// <param name="present">Adds headers to the answer.</param>
    /// <param name="receive">Takes headers into the request.</param>
    public static RouteHandlerBuilder PostNew<TRequest, TAnswer>(
        this IEndpointRouteBuilder routes,
        string pattern,
        Func<TAnswer, string> location,
        Func<HttpContext, TAnswer, IResult, IResult> present,
        Func<HttpContext, TRequest, ErrorOr<TRequest>> receive)
        where TRequest : IUseCase<TAnswer> =>
        routes.MapPost(pattern, async (TRequest request, ISender sender, HttpContext http) =>
            {
                var received = receive(http, request);
                return received.IsError
                    ? Fail(received.Errors)
                    : (await sender.Send(received.Value, http.RequestAborted)).Match(
                        answer => present(http, answer, TypedResults.Created(location(answer), answer)), Fail);
            })
            .Describe<TRequest, TAnswer>(StatusCodes.Status201Created);

    /// <summary><c>POST</c> that does something to what the route names: no body.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="present">Adds headers to the answer.</param>
    /// <param name="receive">Takes headers into the request.</param>
    public static RouteHandlerBuilder PostTo<TRequest, TAnswer>(
        this IEndpointRouteBuilder routes,
        string pattern,
        Func<HttpContext, TAnswer, IResult, IResult> present,
        Func<HttpContext, TRequest, TRequest> receive)
        where TRequest : IUseCase<TAnswer> =>
        routes.MapPost(pattern, async ([AsParameters] TRequest request, ISender sender, HttpContext http) =>
                (await sender.Send(receive(http, request), http.RequestAborted)).Match(
                    answer => present(http, answer, TypedResults.Ok(answer)), Fail))
            .Describe<TRequest, TAnswer>(StatusCodes.Status200OK);

    /// <summary><c>POST</c> that changes what is there: the request is the body, the answer 200 with what is there now.</summary>
    public static RouteHandlerBuilder Post<TRequest, TAnswer>(this IEndpointRouteBuilder routes, string pattern)
        where TRequest : IUseCase<TAnswer> =>
        routes.MapPost(pattern, async (TRequest request, ISender sender, HttpContext http) =>
                (await sender.Send(request, http.RequestAborted)).Match(answer => TypedResults.Ok(answer), Fail))
            .Describe<TRequest, TAnswer>(StatusCodes.Status200OK);

    /// <summary><c>POST</c> that does something to what the route names: no body, and none in the answer, 204.</summary>
    public static RouteHandlerBuilder PostTo<TRequest>(this IEndpointRouteBuilder routes, string pattern)
        where TRequest : IUseCase<Success> =>
        routes.MapPost(pattern, DoAsync<TRequest>).Describe<TRequest>(StatusCodes.Status204NoContent);

    /// <summary><c>DELETE</c> of what the route names: no body, and none in the answer, 204.</summary>
    public static RouteHandlerBuilder Delete<TRequest>(this IEndpointRouteBuilder routes, string pattern)
        where TRequest : IUseCase<Success> =>
        routes.MapDelete(pattern, DoAsync<TRequest>).Describe<TRequest>(StatusCodes.Status204NoContent);

    private static async Task<IResult> DoAsync<TRequest>([AsParameters] TRequest request, ISender sender, HttpContext http)
        where TRequest : IUseCase<Success> =>
        (await sender.Send(request, http.RequestAborted)).Match(_ => TypedResults.NoContent(), Fail);

    // PlaceOrder reads as "Place order".
    private static string Sentence(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    private static IResult Fail(List<Error> errors) => errors.AsResult();

    private static RouteHandlerBuilder Describe<TRequest, TAnswer>(this RouteHandlerBuilder endpoint, int status)
        where TRequest : IUseCase<TAnswer> =>
        endpoint.Describe<TRequest>(status).Produces<TAnswer>(status);

    /// <summary>What every use case's endpoint has: who may, how long the answer may be kept, and what its problems are.</summary>
    internal static RouteHandlerBuilder Describe<TRequest>(this RouteHandlerBuilder endpoint, int status)
        where TRequest : IUseCase =>
        endpoint
            .WithName(typeof(TRequest).Name)
            .WithSummary(Sentence(typeof(TRequest).Name))
            .WithMetadata(TRequest.Access, typeof(TRequest))
            .RequireAuthorization(policy => policy.AddRequirements(new AccessRequirement(TRequest.Access)))
            .AddEndpointFilter(async (context, next) =>
            {
                context.HttpContext.Response.Headers.CacheControl = "private, no-cache";
                return await next(context);
            })
            .Produces(status)
            .Produces<Problem>(StatusCodes.Status400BadRequest, Problem.MediaType)
            .Produces<Problem>(StatusCodes.Status401Unauthorized, Problem.MediaType)
            .Produces<Problem>(StatusCodes.Status403Forbidden, Problem.MediaType)
            .Produces<Problem>(StatusCodes.Status404NotFound, Problem.MediaType)
            .Produces<Problem>(StatusCodes.Status409Conflict, Problem.MediaType)
            .Produces<Problem>(StatusCodes.Status503ServiceUnavailable, Problem.MediaType);
}
