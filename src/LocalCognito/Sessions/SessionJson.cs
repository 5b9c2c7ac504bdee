using System.Text.Json;
using System.Text.Json.Serialization;
using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Sessions;

/// <summary>The browser sessions in a data folder. Any other content of their files counts as damaged.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StoredRecord<SessionRecord>))]
internal sealed partial class SessionJson : JsonSerializerContext;
