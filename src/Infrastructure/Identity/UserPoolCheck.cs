namespace Modular.Infrastructure.Identity;

/// <summary>Checks the options of every user pool.</summary>
internal abstract class UserPoolCheck<TOptions> : ProviderCheck<TOptions>
    where TOptions : UserPoolOptions
{
    protected sealed override IEnumerable<string> Check(TOptions options) => CheckPool(options).Concat(CheckOwn(options));

    /// <summary>The adapter's own rules; each failure begins with the setting's name.</summary>
    protected abstract IEnumerable<string> CheckOwn(TOptions options);

    private static IEnumerable<string> CheckPool(UserPoolOptions options)
    {
        if (options.ClientIds.Count + options.MachineClientIds.Count == 0)
        {
            yield return "ClientIds and MachineClientIds are both empty, so every token would be refused: list the app clients, "
                + "like ClientIds:0=web-client.";
        }

        if (string.IsNullOrWhiteSpace(options.ResourceServer))
        {
            yield return "ResourceServer is missing: set it to the resource server's identifier in the pool, like modular.";
        }
        else if (options.ResourceServer.EndsWith('/') || !CanBeginScope(options.ResourceServer))
        {
            yield return $"ResourceServer '{options.ResourceServer}' can begin no scope: write the identifier as the pool has it, "
                + "without a slash at its end.";
        }

        if (options.Audience is not null && string.IsNullOrWhiteSpace(options.Audience))
        {
            yield return "Audience is blank: remove it, or set it to the resource that tokens are bound to.";
        }
    }
}
