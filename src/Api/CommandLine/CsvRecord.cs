namespace Modular.Api.CommandLine;

/// <summary>A record of a file of comma-separated values.</summary>
/// <param name="Line">The number of the line where it begins, the first being 1.</param>
/// <param name="Fields">Its fields in the order of the columns; null if it has others.</param>
/// <param name="Problem">The error, without repeating the line; null without one.</param>
internal sealed record CsvRecord(long Line, IReadOnlyList<string>? Fields, string? Problem);
