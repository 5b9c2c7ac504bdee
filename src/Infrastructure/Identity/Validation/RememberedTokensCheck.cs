using Microsoft.Extensions.Options;

namespace Modular.Infrastructure.Identity.Validation;

internal sealed class RememberedTokensCheck : IValidateOptions<RememberedTokensOptions>
{
    public const string Section = "Identity:RememberedTokens";

    public ValidateOptionsResult Validate(string? name, RememberedTokensOptions options)
    {
        string[] failures =
        [
            .. Range(nameof(options.Accepted), options.Accepted, 0, 1_000_000),
            .. Range(nameof(options.AcceptedSeconds), options.AcceptedSeconds, 1, RememberedTokensOptions.MostSeconds),
            .. Range(nameof(options.Rejected), options.Rejected, 0, 100_000),
            .. Range(nameof(options.RejectedSeconds), options.RejectedSeconds, 1, 30),
        ];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Range(string setting, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            yield return $"{Section}:{setting} {value} is out of range: set {least} to {most}.";
        }
    }
}
