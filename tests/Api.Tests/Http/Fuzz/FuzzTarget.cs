namespace Modular.Api.Tests.Http.Fuzz;

/// <summary>A running program, and good requests to it, from which broken ones are made.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="Requests">Good requests.</param>
/// <param name="Alive">The target of a <c>GET</c> that is 200 while the program lives.</param>
/// <param name="IsOutage">Whether a 503 is right: what the program depends on is not there.</param>
/// <param name="HasProblems">Whether each refusal of the program's own is a problem (RFC 9457).</param>
/// <param name="KnownErrors">Lines that may be in the log as errors, because they are true.</param>
/// <param name="Said">The output of the program's console.</param>
internal sealed record FuzzTarget(
    Uri Address, IReadOnlyList<FuzzSeed> Requests, string Alive, bool IsOutage, bool HasProblems, IReadOnlyList<string> KnownErrors, Func<string> Said);

/// <summary>A good request.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The request target.</param>
/// <param name="Headers">The header lines, without <c>Host</c> and those that frame the body.</param>
/// <param name="Body">The body; null without one.</param>
internal sealed record FuzzSeed(string Method, string Target, IReadOnlyList<string> Headers, string? Body = null);
