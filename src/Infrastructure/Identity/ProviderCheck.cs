using System.Buffers;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity;

/// <summary>Checks an adapter's options before start. Each failure is one sentence that names the setting.</summary>
internal abstract class ProviderCheck<TOptions> : IValidateOptions<TOptions>
    where TOptions : ProviderOptions
{
    // RFC 6749 section 3.3.
    private static readonly SearchValues<char> NotInScopes = SearchValues.Create([.. Enumerable.Range(0, 0x21).Select(c => (char)c), '"', '\\', '\x7f']);

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var failures = CheckCommon(options).Concat(Check(options))
            .Select(failure => $"{IdentityBuilder.Section}:{name}:{failure}")
            .ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    /// <summary>The adapter's own rules; each failure begins with the setting's name.</summary>
    protected abstract IEnumerable<string> Check(TOptions options);

    /// <summary>Whether the text can stand at the beginning of a scope, or be empty.</summary>
    protected static bool CanBeginScope(string text) => !text.AsSpan().ContainsAny(NotInScopes) && Ascii.IsValid(text);

    /// <summary>The error of an address that is to be asked, or null.</summary>
    protected static string? WrongAddress(string setting, string value, IHostEnvironment environment)
    {
        var usable = Uri.TryCreate(value, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && environment.IsDevelopment()))
            && uri is { UserInfo: "", Query: "", Fragment: "" };
        return usable
            ? null
            : $"{setting} '{value}' is no address that may be asked: write an https:// address"
                + $"{(environment.IsDevelopment() ? " (in Development also http://)" : " (http:// is for Development only)")}.";
    }

    private static IEnumerable<string> CheckCommon(TOptions options)
    {
        if (options.ClientIds.Concat(options.MachineClientIds).Any(string.IsNullOrWhiteSpace))
        {
            yield return "ClientIds or MachineClientIds holds a blank entry: remove it.";
        }

        foreach (var both in options.ClientIds.Intersect(options.MachineClientIds, StringComparer.Ordinal))
        {
            yield return $"ClientIds and MachineClientIds both list '{both}': a client is for people or for a machine.";
        }

        if (options.ClockSkewSeconds is < 0 or > 60)
        {
            yield return $"ClockSkewSeconds {options.ClockSkewSeconds} is out of range: set 0 to 60.";
        }

        if (options.AcrLevels.Any(level => string.IsNullOrWhiteSpace(level) || !CanBeginScope(level)))
        {
            yield return "AcrLevels holds a blank entry, or one with a space or a quotation mark: write each level as the provider names it.";
        }

        if (options.AcrLevels.Distinct(StringComparer.Ordinal).Count() != options.AcrLevels.Count)
        {
            yield return "AcrLevels lists a level twice: remove one.";
        }

        foreach (var unknown in options.Groups.Keys.Except(GroupMap.Known, StringComparer.Ordinal))
        {
            yield return $"Groups:{unknown} is unknown. Known: {string.Join(", ", GroupMap.Known)}.";
        }

        if (options.Groups.Values.Any(string.IsNullOrWhiteSpace))
        {
            yield return "Groups holds a blank name: set the provider's group, or remove the entry.";
        }
    }
}
