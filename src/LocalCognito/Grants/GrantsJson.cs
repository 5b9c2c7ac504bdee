using System.Text.Json;
using System.Text.Json.Serialization;
using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Grants;

/// <summary>Codes, refresh tokens, revocations and the states of users in a data folder. Any other content of their files counts as damaged.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(UserStatesRecord))]
[JsonSerializable(typeof(StoredRecord<CodeRecord>))]
[JsonSerializable(typeof(StoredRecord<RefreshTokenRecord>))]
[JsonSerializable(typeof(StoredRecord<string>))]
internal sealed partial class GrantsJson : JsonSerializerContext;
