using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Http.Fuzz;

/// <summary>The fuzzer itself can go red.</summary>
public sealed class FuzzerTests
{
    [Theory]
    [InlineData("2026-01-15T12:00:00.000Z fail 0af7651916cd43dd8448eb211c80319c Modular.Api.Errors.ExceptionProblems[1001] A request failed through a bug", true)]
    [InlineData("2026-01-15T12:00:00.000Z crit - Microsoft.AspNetCore.Server.Kestrel[0] Unable to start", true)]
    [InlineData("2026-01-15T12:00:00.000Z fail: Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware[1] An unhandled exception", true)]
    [InlineData("fail: Microsoft.AspNetCore.Server.Kestrel[13]", true)]
    [InlineData("Unhandled exception. System.InvalidOperationException", true)]
    [InlineData("2026-01-15T12:00:00.000Z warn 0af7651916cd43dd8448eb211c80319c Modular.Api.Errors.ExceptionProblems[1002] The database did not fail", false)]
    [InlineData("info: Modular[1]", false)]
    [InlineData("      fail", false)]
    public void An_error_in_the_log_is_seen_in_each_form_that_a_program_writes(string line, bool isError) => Fuzzer.IsError(line).ShouldBe(isError);

    [Fact]
    public async Task An_error_that_a_program_logs_is_found()
    {
        await using var pool = await RunningProgram.StartAsync(Path.Combine(AppContext.BaseDirectory, "Modular.LocalCognito.dll"), "Development");
        const string Error = "2026-01-15T12:00:00.000Z fail - Modular.Example[1] A request failed through a bug";
        var target = new FuzzTarget(
            pool.Address, [new("GET", "/health/ready", [])], "/health/ready", IsOutage: false, HasProblems: false, KnownErrors: [], () => $"{pool.Said}\n{Error}");

        var findings = await new Fuzzer(target, seed: 1).RunAsync(count: 1, TimeSpan.FromSeconds(5));

        findings.ShouldContain(finding => finding.Contains(Error, StringComparison.Ordinal));
    }
}
