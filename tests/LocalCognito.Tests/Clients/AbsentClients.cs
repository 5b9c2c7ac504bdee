using System.Diagnostics.CodeAnalysis;

namespace Modular.LocalCognito.Tests.Clients;

/// <summary>A test whose client this machine cannot run is skipped at a desk, and fails in CI, where a skip would go unseen.</summary>
internal static class AbsentClients
{
    public static bool ContinuousIntegration =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    [DoesNotReturn]
    public static void Report(string reason, bool continuousIntegration)
    {
        if (continuousIntegration)
        {
            Assert.Fail($"{reason} It is needed where CI=true.");
        }

        Assert.Skip(reason);
    }
}
