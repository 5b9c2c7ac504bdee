namespace Modular.AppClient.Tests.Figure;

/// <summary>A form on a page: where it leads, and what it sends without being asked.</summary>
internal sealed record PageForm(string Action, IReadOnlyList<(string Name, string Value)> Hidden);
