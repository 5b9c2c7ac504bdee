using System.Text.Json;
using Modular.Api.Errors;

namespace Modular.Api.Http;

/// <summary>
/// Refuses a query value that the framework reads more generously than the contract says: one that is given twice, and a number in another
/// spelling than its canonical one. Parameters that the operation does not have are ignored.
/// </summary>
internal static class QueryValues
{
    /// <summary>Checks the query of a request type, whose constructor has the parameters.</summary>
    public static RouteHandlerBuilder WithStrictQuery<TRequest>(this RouteHandlerBuilder endpoint)
    {
        (string Name, bool IsNumber)[] parameters =
        [
            .. typeof(TRequest).GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters()
                .Select(parameter => (JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!), parameter.ParameterType == typeof(int?))),
        ];
        return endpoint.AddEndpointFilter((context, next) =>
            context.HttpContext.Request.QueryString.HasValue && WrongOne(context.HttpContext.Request.Query, parameters) is { } wrong
                ? ValueTask.FromResult<object?>(wrong.AsResult())
                : next(context));
    }

    private static Problem? WrongOne(IQueryCollection query, (string Name, bool IsNumber)[] parameters)
    {
        foreach (var (name, isNumber) in parameters)
        {
            if (query.TryGetValue(name, out var values))
            {
                if (values.Count > 1)
                {
                    return Wrong(name, "This may be given once.");
                }

                if (isNumber && !CanonicalNumber.Is(values[0].AsSpan().TrimStart('-')))
                {
                    return Wrong(name, "This has the wrong type.");
                }
            }
        }

        return null;
    }

    private static Problem Wrong(string name, string message) =>
        Problem.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [name] = [message] });
}
