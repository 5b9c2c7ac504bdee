using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Modular.LocalCognito.Http;

/// <summary>JSON as Cognito writes it: a <c>+</c> in a key id stays one. The default escapes are for JSON inside HTML, which nothing here is.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerOptions.Default) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonObject value) => value.ToJsonString(Plain);

    public static byte[] Utf8(JsonObject value) => Encoding.UTF8.GetBytes(Of(value));
}
