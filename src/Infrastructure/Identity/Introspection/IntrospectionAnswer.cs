using System.Text.Json;

namespace Modular.Infrastructure.Identity.Introspection;

/// <summary>The endpoint's answer about a token.</summary>
/// <param name="Claims">A JSON object; null when there is no answer that can be read.</param>
/// <param name="Problem">Why there is none.</param>
/// <param name="RetryAfter">When to ask again, 1 second or more, when there is none.</param>
internal readonly record struct IntrospectionAnswer(JsonElement? Claims, string? Problem, TimeSpan RetryAfter);
