using System.Diagnostics.CodeAnalysis;

namespace Modular.LocalCognito.Tests.Clients;

/// <summary>What becomes of a test whose client this machine cannot run: nothing on a desk, a failure in CI, where a skip would go unseen.</summary>
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
