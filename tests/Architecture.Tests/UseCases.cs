using System.Numerics;
using System.Reflection;
using ErrorOr;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Modular.Application;
using Modular.Application.Customers;
using Modular.Application.Identity;
using Modular.Application.Orders;
using Modular.Application.Pipeline;
using Modular.Application.Products;

namespace Modular.Architecture.Tests;

/// <summary>Every request says who may send it, is handled once, and passes the whole pipeline.</summary>
public class UseCases
{
    private static readonly string[] Steps = ["AuthorizationStep`2", "ValidationStep`2"];

    private static readonly Type Handler = Source.AssemblyOf("Application").GetType("Modular.Application.Pipeline.IHandler`2", throwOnError: true)!;

    private static readonly IReadOnlyList<Type> Types = Source.AssemblyOf("Application").GetTypes();

    private static readonly IReadOnlyList<Type> Requests = RequestsAmong(Types);

    [Fact]
    public void Every_request_is_found()
    {
        Requests.ShouldContain(typeof(PlaceOrder));
        Requests.ShouldContain(typeof(GetProfile));
        Requests.ShouldContain(typeof(FindProducts));
        foreach (var noun in Nouns.All)
        {
            Requests.ShouldContain(request => Place.Of(request.FullName!).Room == noun, $"{noun} has no use case");
        }

        RequestsAmong(Source.LayerTypes()).ShouldBe(Requests, "requests live in Application");
    }

    [Fact]
    public void A_request_is_a_public_sealed_record() => Requests.Where(request => !IsPublicSealedRecord(request)).ShouldBeEmpty();

    [Theory]
    [InlineData(typeof(InternalRequest))]
    [InlineData(typeof(OpenRequest))]
    [InlineData(typeof(ClassRequest))]
    public void A_request_that_is_something_else_is_seen(Type request)
    {
        RequestsAmong([request]).ShouldBe([request]);
        IsPublicSealedRecord(request).ShouldBeFalse();
    }

    [Fact]
    public void A_request_declares_the_permissions_that_it_needs_or_that_it_is_for_operators() => Requests.Where(request => !DeclaresAccess(request)).ShouldBeEmpty();

    [Theory]
    [InlineData(typeof(UndeclaredRequest))]
    [InlineData(typeof(UnknownPermissionRequest))]
    public void A_request_that_declares_nothing_that_can_be_asked_for_is_seen(Type request) => DeclaresAccess(request).ShouldBeFalse();

    [Theory]
    [InlineData(Permissions.None)]
    [InlineData(Permissions.OrdersRead | Permissions.OrdersWrite)]
    public void An_access_without_exactly_one_permission_cannot_be_declared(Permissions permissions)
    {
        Should.Throw<ArgumentException>(() => Access.To(permissions));
        Should.Throw<ArgumentException>(() => Access.Own(permissions));
        Should.Throw<ArgumentException>(() => Access.To(Permissions.OrdersRead).Or(permissions));
    }

    [Fact]
    public void A_request_has_exactly_one_handler() =>
        Requests.Where(request => HandlersOf(request, Types, Handler) != 1).ShouldBeEmpty();

    [Fact]
    public void A_request_without_a_handler_or_with_two_is_seen()
    {
        Type[] types = [typeof(OneHandler), typeof(SecondHandler)];
        HandlersOf(typeof(InternalRequest), types, typeof(IHandlerLike<,>)).ShouldBe(0);
        HandlersOf(typeof(OpenRequest), [types[0]], typeof(IHandlerLike<,>)).ShouldBe(1);
        HandlersOf(typeof(OpenRequest), types, typeof(IHandlerLike<,>)).ShouldBe(2);
    }

    [Fact]
    public void What_callers_write_freely_is_validated()
    {
        var written = Requests.Where(HasFreeInput).ToList();
        written.ShouldContain(typeof(ListOrders));
        written.ShouldContain(typeof(PlaceOrder));
        written.ShouldContain(typeof(PutProfile));
        written.ShouldContain(typeof(LinkIdentity));
        written.ShouldNotContain(typeof(GetOrder));
        written.ShouldNotContain(typeof(FindProducts));
        written.Where(request => !HasValidator(request, Types)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(typeof(TextRequest))]
    [InlineData(typeof(NumberRequest))]
    [InlineData(typeof(ListRequest))]
    public void Free_input_without_a_validator_is_seen(Type request)
    {
        HasFreeInput(request).ShouldBeTrue();
        HasValidator(request, Types).ShouldBeFalse();
    }

    [Fact]
    public void Every_request_passes_authorization_then_validation()
    {
        using var provider = WithPorts(new ServiceCollection().AddUseCases());
        using var scope = provider.CreateScope();
        foreach (var request in Requests)
        {
            StepsOf(request, scope.ServiceProvider).ShouldBe(Steps, request.Name);
        }
    }

    [Fact]
    public void A_request_that_passes_fewer_steps_or_in_another_order_is_seen()
    {
        var services = new ServiceCollection().AddUseCases();
        var steps = services.Where(service => service.ServiceType == typeof(IPipelineBehavior<GetAccount, ErrorOr<Account>>)).ToList();
        services.Remove(steps[0]);
        using (var without = WithPorts(services))
        {
            StepsOf(typeof(GetAccount), without).ShouldBe(["ValidationStep`2"]);
        }

        services.Add(steps[0]);
        using var swapped = WithPorts(services);
        StepsOf(typeof(GetAccount), swapped).ShouldBe(Steps.Reverse());
    }

    [Fact]
    public void Every_request_reaches_its_handler_and_every_validator_is_registered()
    {
        using var provider = WithPorts(new ServiceCollection().AddUseCases());
        using var scope = provider.CreateScope();
        foreach (var request in Requests)
        {
            var answer = typeof(ErrorOr<>).MakeGenericType(AnswerOf(request));
            scope.ServiceProvider.GetServices(typeof(IRequestHandler<,>).MakeGenericType(request, answer)).Count().ShouldBe(1, request.Name);
            var validators = scope.ServiceProvider.GetServices(typeof(IValidator<>).MakeGenericType(request)).Count();
            validators.ShouldBe(HasValidator(request, Types) ? 1 : 0, request.Name);
        }
    }

    private static IReadOnlyList<Type> RequestsAmong(IEnumerable<Type> types) =>
        [.. types.Where(type => type is { IsInterface: false, IsAbstract: false } && type.IsAssignableTo(typeof(IUseCase)))];

    private static Type AnswerOf(Type request) =>
        request.GetInterfaces().Single(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IUseCase<>)).GetGenericArguments()[0];

    private static bool IsPublicSealedRecord(Type type) => type is { IsPublic: true, IsSealed: true } && type.GetMethod("<Clone>$") is not null;

    private static bool DeclaresAccess(Type request)
    {
        var access = (Access?)request.GetProperty(nameof(IUseCase.Access), BindingFlags.Public | BindingFlags.Static)?.GetValue(null);
        return access is not null
            && (access.AdmitsOperators || access.Permissions.Any())
            && access.Permissions.All(permission => BitOperations.PopCount((uint)permission) == 1 && PermissionNames.All.HasFlag(permission));
    }

    private static int HandlersOf(Type request, IEnumerable<Type> types, Type handler) => types.Count(type => type.IsClass
        && type.GetInterfaces().Any(contract => contract.IsGenericType
            && contract.GetGenericTypeDefinition() == handler
            && contract.GetGenericArguments()[0] == request));

    /// <summary>
    /// Texts, optional numbers, and lists of anything that is not of the domain, whose values cannot be wrong. A number in a route
    /// needs no more than to be one.
    /// </summary>
    private static bool HasFreeInput(Type request) => request.GetConstructors().SelectMany(constructor => constructor.GetParameters())
        .Select(parameter => parameter.ParameterType)
        .Any(type => type == typeof(string)
            || type == typeof(int?)
            || (type.IsGenericType && type.IsAssignableTo(typeof(System.Collections.IEnumerable))
                && Place.Of(type.GetGenericArguments()[0].FullName!).Layer != "Domain"));

    private static bool HasValidator(Type request, IEnumerable<Type> types) =>
        types.Any(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(IValidator<>).MakeGenericType(request)));

    private static string[] StepsOf(Type request, IServiceProvider services) =>
    [
        .. services.GetServices(typeof(IPipelineBehavior<,>).MakeGenericType(request, typeof(ErrorOr<>).MakeGenericType(AnswerOf(request))))
            .Select(step => step!.GetType().Name),
    ];

    private static ServiceProvider WithPorts(IServiceCollection services)
    {
        foreach (var port in Types.Where(Adapters.IsPort))
        {
            services.AddSingleton(port, DispatchProxy.Create(port, typeof(Nobody)));
        }

        return services.BuildServiceProvider();
    }
}

/// <summary>Stands where a port is needed and nothing is asked of it.</summary>
public class Nobody : DispatchProxy
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new NotSupportedException();
}

internal interface IHandlerLike<TRequest, TAnswer>;

internal sealed class OneHandler : IHandlerLike<OpenRequest, int>;

internal sealed class SecondHandler : IHandlerLike<OpenRequest, int>;

internal sealed record InternalRequest : IUseCase<int>
{
    public static Access Access { get; } = Access.Own(Permissions.OrdersRead);
}

public record OpenRequest : IUseCase<int>
{
    public static Access Access { get; } = Access.Own(Permissions.OrdersRead);
}

public sealed class ClassRequest : IUseCase<int>
{
    public static Access Access { get; } = Access.Own(Permissions.OrdersRead);
}

internal sealed record UndeclaredRequest : IUseCase<int>
{
    public static Access Access => null!;
}

internal sealed record UnknownPermissionRequest : IUseCase<int>
{
    public static Access Access { get; } = Access.To((Permissions)(1 << 30));
}

internal sealed record TextRequest(string? Text);

internal sealed record NumberRequest(int? Number);

internal sealed record ListRequest(IReadOnlyList<TextRequest> Items);
