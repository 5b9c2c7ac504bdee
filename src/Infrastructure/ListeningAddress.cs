namespace Modular.Infrastructure;

/// <summary>One address that this program listens on.</summary>
/// <param name="Setting">The setting that it comes from, as the operator wrote it: <c>ASPNETCORE_URLS</c>, <c>Kestrel:Endpoints:Http:Url</c>.</param>
/// <param name="Value">The address, like <c>http://localhost:5080</c>.</param>
public sealed record ListeningAddress(string Setting, string Value);
