using System.Text.Json;
using System.Text.Json.Serialization;
using Modular.LocalCognito.Authorize;
using Modular.LocalCognito.Keys;
using Modular.LocalCognito.Sessions;
using Modular.LocalCognito.Tokens;

namespace Modular.LocalCognito.Storage;

/// <summary>Everything that lies in a data folder. Whatever else is found there counts as damaged.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(KeysRecord))]
[JsonSerializable(typeof(PeopleRecord))]
[JsonSerializable(typeof(Filed<CodeRecord>))]
[JsonSerializable(typeof(Filed<RefreshTokenRecord>))]
[JsonSerializable(typeof(Filed<SessionRecord>))]
[JsonSerializable(typeof(Filed<string>))]
internal sealed partial class StoredJson : JsonSerializerContext;
