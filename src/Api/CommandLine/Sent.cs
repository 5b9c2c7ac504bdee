using ErrorOr;
using Modular.Infrastructure.Database;

namespace Modular.Api.CommandLine;

/// <summary>The outcome of a use case that a command has sent.</summary>
/// <param name="Answer">The answer or the errors of the use case; null if the database refused.</param>
/// <param name="Refusal">The refusal of the database; null if the use case has an answer.</param>
/// <typeparam name="TAnswer">The answer.</typeparam>
internal readonly record struct Sent<TAnswer>(ErrorOr<TAnswer>? Answer, DatabaseRefusal? Refusal);
