using ErrorOr;
using Modular.Api.Errors;
using Modular.Api.Http;
using Modular.Api.Identity;
using Modular.Application.Pipeline;

namespace Modular.Api;

/// <summary>Puts a use case behind a route, in one line: the request type has the access rule and the type of the answer.</summary>
internal static class UseCaseEndpoints
{
    /// <summary><c>GET</c>: the request comes from route and query.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="present">Maps the answer to the response body, where that needs the HTTP request.</param>
    /// <param name="tag">The entity tag of the answer, if it has one: a caller who knows it gets 304.</param>
    public static RouteHandlerBuilder Get<TRequest, TAnswer>(
        this IEndpointRouteBuilder routes,
        string pattern,
        Func<HttpContext, TAnswer, IResult>? present = null,
        Func<TAnswer, string>? tag = null)
        where TRequest : IUseCase<TAnswer>
    {
        var endpoint = routes.MapGet(pattern, async ([AsParameters] TRequest request, ISender sender, HttpContext http) =>
                (await sender.Send(request, http.RequestAborted)).Match(
                    answer =>
                    {
                        var result = present is null ? TypedResults.Ok(answer) : present(http, answer);
                        return tag is null ? result : result.UnlessKnown(http, tag(answer));
                    },
                    Fail))
            .Describe<TRequest, TAnswer>(StatusCodes.Status200OK)
            .WithStrictQuery<TRequest>();
        return tag is null ? endpoint : endpoint.TakesHeader(HeaderParameter.IfNoneMatch);
    }

    /// <summary><c>PUT</c>: the request is the body, the answer 200 with the new state and its entity tag.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="tag">The entity tag of the answer.</param>
    /// <param name="expect">Takes the caller's conditions into the request.</param>
    public static RouteHandlerBuilder Put<TRequest, TAnswer>(
        this IEndpointRouteBuilder routes, string pattern, Func<TAnswer, string> tag, Func<TRequest, Precondition, TRequest> expect)
        where TRequest : IConditional, IUseCase<TAnswer> =>
        routes.MapPut(pattern, ChangeAsync(tag, expect)).Describe<TRequest, TAnswer>(StatusCodes.Status200OK).TakesHeader(HeaderParameter.IfMatch);

    /// <summary><c>POST</c> that makes something: the request is the body, the answer 201 with its address.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="location">The address of the new resource.</param>
    /// <param name="tag">The entity tag of the new resource.</param>
    /// <param name="receive">Takes headers into the request.</param>
    public static RouteHandlerBuilder PostNew<TRequest, TAnswer>(
        this IEndpointRouteBuilder routes,
        string pattern,
        Func<TAnswer, string> location,
        Func<TAnswer, string> tag,
        Func<HttpContext, TRequest, ErrorOr<TRequest>> receive)
        where TRequest : IUseCase<TAnswer> =>
        routes.MapPost(pattern, async (TRequest request, ISender sender, HttpContext http) =>
            {
                var received = receive(http, request);
                return received.IsError
                    ? Fail(received.Errors)
                    : (await sender.Send(received.Value, http.RequestAborted)).Match(
                        answer => TypedResults.Created(location(answer), answer).Tagged(http, tag(answer)), Fail);
            })
            .Describe<TRequest, TAnswer>(StatusCodes.Status201Created);

    /// <summary><c>POST</c> that changes the resource of the route: no body.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="tag">The entity tag of the answer.</param>
    /// <param name="expect">Takes the caller's conditions into the request.</param>
    public static RouteHandlerBuilder PostTo<TRequest, TAnswer>(
        this IEndpointRouteBuilder routes, string pattern, Func<TAnswer, string> tag, Func<TRequest, Precondition, TRequest> expect)
        where TRequest : IConditional, IUseCase<TAnswer> =>
        routes.MapPost(pattern, async ([AsParameters] TRequest request, ISender sender, HttpContext http) =>
                (await sender.Send(expect(request, EntityTags.Expected(http.Request)), http.RequestAborted)).Match(
                    answer => TypedResults.Ok(answer).Tagged(http, tag(answer)), Fail))
            .Describe<TRequest, TAnswer>(StatusCodes.Status200OK)
            .TakesHeader(HeaderParameter.IfMatch);

    /// <summary><c>POST</c> that changes a state: the request is the body, the answer 200 with the new state and its entity tag.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="tag">The entity tag of the answer.</param>
    /// <param name="expect">Takes the caller's conditions into the request.</param>
    public static RouteHandlerBuilder Post<TRequest, TAnswer>(
        this IEndpointRouteBuilder routes, string pattern, Func<TAnswer, string> tag, Func<TRequest, Precondition, TRequest> expect)
        where TRequest : IConditional, IUseCase<TAnswer> =>
        routes.MapPost(pattern, ChangeAsync(tag, expect)).Describe<TRequest, TAnswer>(StatusCodes.Status200OK).TakesHeader(HeaderParameter.IfMatch);

    /// <summary><c>POST</c> that changes the resource of the route: no body, and none in the answer, 204.</summary>
    public static RouteHandlerBuilder PostTo<TRequest>(this IEndpointRouteBuilder routes, string pattern)
        where TRequest : IUseCase<Success> =>
        routes.PostTo<TRequest, Success>(pattern);

    /// <summary>The same for a use case whose answer is for operators alone: callers by HTTP get 204 without it.</summary>
    public static RouteHandlerBuilder PostTo<TRequest, TAnswer>(this IEndpointRouteBuilder routes, string pattern)
        where TRequest : IUseCase<TAnswer> =>
        routes.MapPost(pattern, DoAsync<TRequest, TAnswer>((request, _) => request)).Describe<TRequest>(StatusCodes.Status204NoContent);

    /// <summary><c>POST</c> that changes the resource of the route, which has an entity tag: no body, and none in the answer, 204.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="expect">Takes the caller's conditions into the request.</param>
    public static RouteHandlerBuilder PostTo<TRequest>(
        this IEndpointRouteBuilder routes, string pattern, Func<TRequest, Precondition, TRequest> expect)
        where TRequest : IConditional, IUseCase<Success> =>
        routes.MapPost(pattern, DoAsync<TRequest, Success>(expect)).Describe<TRequest>(StatusCodes.Status204NoContent).TakesHeader(HeaderParameter.IfMatch);

    /// <summary><c>DELETE</c> of the resource of the route: no body, and none in the answer, 204.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="expect">Takes the caller's conditions into the request.</param>
    public static RouteHandlerBuilder Delete<TRequest>(
        this IEndpointRouteBuilder routes, string pattern, Func<TRequest, Precondition, TRequest> expect)
        where TRequest : IConditional, IUseCase<Success> =>
        routes.MapDelete(pattern, DoAsync<TRequest, Success>(expect)).Describe<TRequest>(StatusCodes.Status204NoContent).TakesHeader(HeaderParameter.IfMatch);

    private static Delegate ChangeAsync<TRequest, TAnswer>(Func<TAnswer, string> tag, Func<TRequest, Precondition, TRequest> expect)
        where TRequest : IUseCase<TAnswer> =>
        async (TRequest request, ISender sender, HttpContext http) =>
            (await sender.Send(expect(request, EntityTags.Expected(http.Request)), http.RequestAborted)).Match(
                answer => TypedResults.Ok(answer).Tagged(http, tag(answer)), Fail);

    private static Delegate DoAsync<TRequest, TAnswer>(Func<TRequest, Precondition, TRequest> expect)
        where TRequest : IUseCase<TAnswer>
    {
        if (typeof(TRequest).GetConstructor([]) is null)
        {
            return async ([AsParameters] TRequest request, ISender sender, HttpContext http) => await SendAsync(request, sender, http);
        }

        // Without parameters the framework would bind the properties.
        var only = Activator.CreateInstance<TRequest>();
        return async (ISender sender, HttpContext http) => await SendAsync(only, sender, http);

        async Task<IResult> SendAsync(TRequest request, ISender sender, HttpContext http) =>
            (await sender.Send(expect(request, EntityTags.Expected(http.Request)), http.RequestAborted)).Match(_ => TypedResults.NoContent(), Fail);
    }

    // PlaceOrder reads as "Place order".
    private static string Sentence(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    // A condition is never ignored: where nothing has a tag, one that needs a tag does not hold.
    private static bool IsConditionInVain(HttpContext http) =>
        !HttpMethods.IsGet(http.Request.Method)
        && EntityTags.CannotHold(http.Request)
        && !http.GetEndpoint()!.Metadata.GetOrderedMetadata<HeaderParameter>().Contains(HeaderParameter.IfMatch);

    private static IResult Fail(List<Error> errors) => errors.AsResult();

    private static RouteHandlerBuilder Describe<TRequest, TAnswer>(this RouteHandlerBuilder endpoint, int status)
        where TRequest : IUseCase<TAnswer> =>
        endpoint.Describe<TRequest>(status).Produces<TAnswer>(status);

    /// <summary>Adds the metadata that every endpoint of a use case has: access, caching and problems.</summary>
    internal static RouteHandlerBuilder Describe<TRequest>(this RouteHandlerBuilder endpoint, int status)
        where TRequest : IUseCase =>
        endpoint
            .WithName(typeof(TRequest).Name)
            .WithSummary(Sentence(typeof(TRequest).Name))
            .WithMetadata(TRequest.Access, typeof(TRequest))
            .RequireAuthorization(policy => policy.AddRequirements(new AccessRequirement(TRequest.Access)))
            .AddEndpointFilter((context, next) =>
            {
                var http = context.HttpContext;
                http.Response.Headers.CacheControl = "private, no-cache";
                return IsConditionInVain(http) ? ValueTask.FromResult<object?>(Fail([Refusals.PreconditionFailed])) : next(context);
            })
            .Produces(status)
            .Produces<Problem>(StatusCodes.Status400BadRequest, Problem.MediaType)
            .Produces<Problem>(StatusCodes.Status401Unauthorized, Problem.MediaType)
            .Produces<Problem>(StatusCodes.Status403Forbidden, Problem.MediaType)
            .Produces<Problem>(StatusCodes.Status404NotFound, Problem.MediaType)
            .Produces<Problem>(StatusCodes.Status409Conflict, Problem.MediaType)
            .Produces<Problem>(StatusCodes.Status503ServiceUnavailable, Problem.MediaType);
}
