using Microsoft.Extensions.Options;

namespace Modular.Infrastructure.Cluster;

internal sealed class QuotaCheck : IValidateOptions<QuotaOptions>
{
    public const string Section = "Quota";

    private const int Most = 1_000_000;

    public ValidateOptionsResult Validate(string? name, QuotaOptions options)
    {
        string[] failures =
        [
            .. Range(nameof(options.RequestsPerSecond), options.RequestsPerSecond, 0),
            .. Range(nameof(options.Burst), options.Burst ?? 1, 1),
        ];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Range(string setting, int value, int least)
    {
        if (value < least || value > Most)
        {
            yield return $"{Section}:{setting} {value} is out of range: set {least} to {Most}.";
        }
    }
}
