using System.Reflection;
using ErrorOr;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Modular.Application.Pipeline;

// All that knows the mediator library is in this file (docs/adr/0001): its later versions changed the behaviours' signature and
// the registration, and then this file changes and no other.

internal static class Mediation
{
    /// <summary>
    /// Registers each handler of <paramref name="assembly"/> with its steps, closed over its types: an open-generic step whose
    /// constraint does not fit is skipped in silence, a closed one fails at start.
    /// </summary>
    public static void AddMediation(this IServiceCollection services, Assembly assembly, params Type[] steps)
    {
        services.AddTransient<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddTransient<IMediator, Mediator>();
        services.AddTransient<ISender, Sender>();

        foreach (var handler in assembly.GetTypes().Where(type => type is { IsAbstract: false, IsClass: true }))
        {
            foreach (var contract in handler.GetInterfaces().Where(IsHandler))
            {
                var types = contract.GetGenericArguments();
                var answer = typeof(ErrorOr<>).MakeGenericType(types[1]);
                services.AddTransient(typeof(IRequestHandler<,>).MakeGenericType(types[0], answer), handler);
                foreach (var step in steps)
                {
                    services.AddTransient(
                        typeof(IPipelineBehavior<,>).MakeGenericType(types[0], answer), step.MakeGenericType(types));
                }
            }
        }
    }

    private static bool IsHandler(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IHandler<,>);
}

/// <summary>A request type has an access rule; a type without one does not compile.</summary>
public interface IUseCase
{
    /// <summary>The access rule.</summary>
    static abstract Access Access { get; }
}

/// <summary>A request with its answer: <typeparamref name="TAnswer"/>, or errors that the caller caused.</summary>
/// <typeparam name="TAnswer">The answer.</typeparam>
public interface IUseCase<TAnswer> : IUseCase, IRequest<ErrorOr<TAnswer>>;

/// <summary>Runs a use case: authorization, then validation, then its handler.</summary>
public interface ISender
{
    /// <summary>Runs <paramref name="request"/> for the current caller.</summary>
    Task<ErrorOr<TAnswer>> Send<TAnswer>(IUseCase<TAnswer> request, CancellationToken cancellationToken);
}

/// <summary>Handles a request, whose caller is authorized and whose input is valid.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TAnswer">Its answer.</typeparam>
internal interface IHandler<TRequest, TAnswer> : IRequestHandler<TRequest, ErrorOr<TAnswer>>
    where TRequest : IUseCase<TAnswer>;

/// <summary>A step around every handler.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TAnswer">Its answer.</typeparam>
internal abstract class Step<TRequest, TAnswer> : IPipelineBehavior<TRequest, ErrorOr<TAnswer>>
    where TRequest : IUseCase<TAnswer>
{
    Task<ErrorOr<TAnswer>> IPipelineBehavior<TRequest, ErrorOr<TAnswer>>.Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<ErrorOr<TAnswer>> next) =>
        RunAsync(request, () => next(), cancellationToken);

    protected abstract Task<ErrorOr<TAnswer>> RunAsync(
        TRequest request, Func<Task<ErrorOr<TAnswer>>> next, CancellationToken cancellationToken);
}

internal sealed class Sender(IMediator mediator) : ISender
{
    public Task<ErrorOr<TAnswer>> Send<TAnswer>(IUseCase<TAnswer> request, CancellationToken cancellationToken) =>
        mediator.Send(request, cancellationToken);
}
