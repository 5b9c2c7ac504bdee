using System.Buffers.Text;
using System.Text;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

/// <summary>Writes a token of any header, payload and signature, right or wrong.</summary>
internal static class RawToken
{
    public const string Header = """{"alg":"RS256","kid":"k1"}""";

    public static string Of(string payload = "{}", string header = Header, string signature = "signature") =>
        $"{Part(header)}.{Part(payload)}.{Part(signature)}";

    public static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <summary>The token as it is read.</summary>
    public static PresentedToken Read(string text)
    {
        PresentedToken.TryRead(text, opaqueAllowed: true, out var token, out var problem).ShouldBeTrue(problem);
        return token!;
    }
}
