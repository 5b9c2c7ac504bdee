namespace Modular.Infrastructure.Database;

/// <summary>A refusal of the database, for the operator of a command.</summary>
/// <param name="Sentence">One sentence with the cause and, if there is one, the remedy.</param>
/// <param name="MayPass">Whether the same command may succeed later without a change of anything.</param>
public sealed record DatabaseRefusal(string Sentence, bool MayPass);
