using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Modular.LocalCognito.Control;

/// <summary>The JSON bodies of the control API. A misspelt field is refused, not ignored.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RotateKeysBody))]
[JsonSerializable(typeof(MintTokenBody))]
[JsonSerializable(typeof(FaultBody))]
[JsonSerializable(typeof(ClockBody))]
internal sealed partial class ControlBodies : JsonSerializerContext;

internal sealed record RotateKeysBody(string? Use = null, bool RetireOld = false);

internal sealed record MintTokenBody(
    string? Client = null,
    string? User = null,
    string Use = "access",
    IReadOnlyList<string>? Scopes = null,
    JsonObject? Claims = null,
    int? ExpiresIn = null,
    string Sign = "current");

internal sealed record FaultBody(string? Path = null, int? Status = null, int DelayMs = 0, int? Count = null);

internal sealed record ClockBody(int OffsetSeconds);
