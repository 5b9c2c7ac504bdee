using ErrorOr;
using FluentValidation;

namespace Modular.Application.Pipeline;

/// <summary>Runs the request's validators: one error for each message, with the JSON path of the field as its code.</summary>
internal sealed class ValidationStep<TRequest, TAnswer>(IEnumerable<IValidator<TRequest>> validators) : Step<TRequest, TAnswer>
    where TRequest : IUseCase<TAnswer>
{
    protected override async Task<ErrorOr<TAnswer>> RunAsync(
        TRequest request, Func<Task<ErrorOr<TAnswer>>> next, CancellationToken cancellationToken)
    {
        List<Error> errors = [];
        foreach (var validator in validators)
        {
            var result = await validator.ValidateAsync(request, cancellationToken);
            errors.AddRange(result.Errors.Select(failure => InvalidField.Named(failure.PropertyName, failure.ErrorMessage)));
        }

        return errors.Count == 0 ? await next() : errors;
    }
}
