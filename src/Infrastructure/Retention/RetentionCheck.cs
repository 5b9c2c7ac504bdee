using Microsoft.Extensions.Options;

namespace Modular.Infrastructure.Retention;

internal sealed class RetentionCheck : IValidateOptions<RetentionOptions>
{
    public const string Section = "Retention";

    private const int MostDays = 36_500;

    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        string[] failures =
        [
            .. Range(nameof(options.EveryMinutes), options.EveryMinutes, 1, 1_440),
            .. Range(nameof(options.EventDays), options.EventDays, 1, 3_650),
            .. Range(nameof(options.AuditDays), options.AuditDays, RetentionOptions.LeastAuditDays, MostDays),
            .. Range(nameof(options.ReleasedDays), options.ReleasedDays, 30, MostDays),
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
