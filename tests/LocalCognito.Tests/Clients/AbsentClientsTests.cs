using Xunit.Sdk;

namespace Modular.LocalCognito.Tests.Clients;

/// <summary>A machine without node or without a registry passes, unless it is the one that must not skip.</summary>
public sealed class AbsentClientsTests
{
    [Fact]
    public void A_desk_skips_with_the_reason() =>
        Should.Throw<SkipException>(() => AbsentClients.Report("node is not installed.", continuousIntegration: false))
            .Message.ShouldContain("node is not installed.");

    [Fact]
    public void Ci_fails_with_the_reason() =>
        Should.Throw<FailException>(() => AbsentClients.Report("node is not installed.", continuousIntegration: true))
            .Message.ShouldContain("node is not installed.");

    [Theory]
    [InlineData("npm error code ENOTFOUND\nnpm error syscall getaddrinfo", "npm could not install the clients (ENOTFOUND): is a package registry within reach?")]
    [InlineData("npm ERR! code ECONNREFUSED", "npm could not install the clients (ECONNREFUSED): is a package registry within reach?")]
    [InlineData("It took more than 120 s.", "npm could not install the clients: is a package registry within reach?")]
    public void A_registry_out_of_reach_is_a_reason(string errors, string reason) => NodeInstallation.Refusal(errors).ShouldBe(reason);

    [Theory]
    [InlineData("npm error code EUSAGE")]
    [InlineData("npm error code EINTEGRITY")]
    public void A_lock_that_does_not_fit_is_no_excuse(string errors) =>
        Should.Throw<InvalidOperationException>(() => NodeInstallation.Refusal(errors));
}
