namespace Modular.Api.Errors;

/// <summary>A kind of problem (RFC 9457 section 3.1.1).</summary>
/// <param name="Name">The name behind <see cref="Problem.TypePrefix"/>. Stable: clients compare it.</param>
/// <param name="Status">The HTTP status that it always has.</param>
/// <param name="Explanation">One sentence for developers of clients: the cause and the remedy.</param>
internal sealed record ProblemType(string Name, int Status, string Explanation);
