namespace Modular.Infrastructure.Database;

/// <summary>The meaning of an exception of a database product.</summary>
/// <param name="IsTrouble">Whether it is the database's trouble, which passes, and not a bug of this program.</param>
/// <param name="Name">Its kind with the product's own code, for a log line; null where there is no code.</param>
/// <param name="Refusal">The sentence for the operator of a command; null for a bug.</param>
internal sealed record ProductFailure(bool IsTrouble, string? Name, DatabaseRefusal? Refusal);
