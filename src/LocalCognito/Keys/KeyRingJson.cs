using System.Text.Json;
using System.Text.Json.Serialization;

namespace Modular.LocalCognito.Keys;

/// <summary>The keys in a data folder. Any other content of their files counts as damaged.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(KeyRingRecord))]
internal sealed partial class KeyRingJson : JsonSerializerContext;
