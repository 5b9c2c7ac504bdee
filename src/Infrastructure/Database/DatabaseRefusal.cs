namespace Modular.Infrastructure.Database;

/// <summary>What the database refused, for the operator of a command.</summary>
/// <param name="Sentence">One sentence that says what it is and, where the operator can do something, what.</param>
/// <param name="MayPass">Whether the same command may succeed later without a change of anything.</param>
public sealed record DatabaseRefusal(string Sentence, bool MayPass);
