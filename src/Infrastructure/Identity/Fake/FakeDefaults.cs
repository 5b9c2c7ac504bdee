using Microsoft.Extensions.Options;

namespace Modular.Infrastructure.Identity.Fake;

/// <summary>Fills options that are not set with the values of the sample pool.</summary>
internal sealed class FakeDefaults : IPostConfigureOptions<FakeOptions>
{
    public void PostConfigure(string? name, FakeOptions options)
    {
        options.ResourceServer ??= "modular";
        if (options.ClientIds.Count + options.MachineClientIds.Count > 0)
        {
            return;
        }

        options.ClientIds.Add("web-client");
        options.ClientIds.Add("cli-client");
        options.MachineClientIds.Add("fulfilment-client");
    }
}
