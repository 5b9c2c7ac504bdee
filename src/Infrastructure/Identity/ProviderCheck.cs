using System.Buffers;
using System.Text;
using Microsoft.Extensions.Options;

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

    /// <summary>The rules for a user pool's clients.</summary>
    protected static IEnumerable<string> CheckClients(PoolOptions options)
    {
        if (options.ClientIds.Count + options.MachineClientIds.Count == 0)
        {
            yield return "ClientIds and MachineClientIds are both empty, so every token would be refused: list the app clients, "
                + "like ClientIds:0=web-client.";
        }

        if (options.ClientIds.Concat(options.MachineClientIds).Any(string.IsNullOrWhiteSpace))
        {
            yield return "ClientIds or MachineClientIds holds a blank entry: remove it.";
        }

        foreach (var both in options.ClientIds.Intersect(options.MachineClientIds, StringComparer.Ordinal))
        {
            yield return $"ClientIds and MachineClientIds both list '{both}': a client is for people or for a machine.";
        }

        if (string.IsNullOrWhiteSpace(options.ResourceServer))
        {
            yield return "ResourceServer is missing: set it to the resource server's identifier in the pool, like modular.";
        }

        else if (options.ResourceServer.EndsWith('/') || options.ResourceServer.AsSpan().ContainsAny(NotInScopes)
            || !Ascii.IsValid(options.ResourceServer))
        {
            yield return $"ResourceServer '{options.ResourceServer}' can begin no scope: write the identifier as the pool has it, "
                + "without a slash at its end.";
        }

        if (options.Audience is not null && string.IsNullOrWhiteSpace(options.Audience))
        {
            yield return "Audience is blank: remove it, or set it to the resource that tokens are bound to.";
        }
    }

    private static IEnumerable<string> CheckCommon(TOptions options)
    {
        if (options.ClockSkewSeconds is < 0 or > 60)
        {
            yield return $"ClockSkewSeconds {options.ClockSkewSeconds} is out of range: set 0 to 60.";
        }

        foreach (var unknown in options.Groups.Keys.Except(GroupMap.Known, StringComparer.Ordinal))
        {
            yield return $"Groups:{unknown} is unknown. Known: {string.Join(", ", GroupMap.Known)}.";
        }

        if (options.AcrLevels.Any(level => string.IsNullOrWhiteSpace(level) || level.Any(char.IsWhiteSpace) || level.Contains('"', StringComparison.Ordinal)))
        {
            yield return "AcrLevels holds a blank entry, or one with a space or a quotation mark: write each level as the provider names it.";
        }

        if (options.AcrLevels.Distinct(StringComparer.Ordinal).Count() != options.AcrLevels.Count)
        {
            yield return "AcrLevels lists a level twice: remove one.";
        }

        if (options.Groups.Values.Any(string.IsNullOrWhiteSpace))
        {
            yield return "Groups holds a blank name: set the provider's group, or remove the entry.";
        }
    }
}
