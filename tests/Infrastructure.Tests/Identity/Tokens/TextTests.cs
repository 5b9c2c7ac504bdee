using System.Text;
using CsCheck;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

/// <summary>Text of providers, as it is read and as it is logged.</summary>
public class TextTests
{
    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc...")]
    [InlineData(" ~", 9, " ~")]
    [InlineData("a\nb\u007Fé\u202E", 9, "a?b???")]
    [InlineData("", 3, "")]
    public void A_log_line_has_printable_text_of_a_bounded_length(string text, int longest, string printable) =>
        text.Printable(longest).ShouldBe(printable);

    [Fact]
    public void JSON_is_read_in_each_encoding_that_programs_write()
    {
        const string Json = """{"a":"é"}""";
        Encoding[] encodings = [new UTF8Encoding(false), new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true), new UnicodeEncoding(false, false), new UnicodeEncoding(true, false)];
        foreach (var encoding in encodings)
        {
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Json)];
            Encoding.UTF8.GetString(JsonText.AsUtf8(bytes).Span).ShouldBe(Json);
        }
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x7B })]
    [InlineData(new byte[] { 0xEF, 0xBB })]
    [InlineData(new byte[] { 0, 0 })]
    [InlineData(new byte[] { 0xC3, 0x28 })]
    public void Bytes_of_no_known_encoding_stay_as_they_are(byte[] bytes) => JsonText.AsUtf8(bytes).ToArray().ShouldBe(bytes);

    [Fact]
    public void Base64url_is_read_as_it_is_written_and_in_no_other_spelling() => Gen.Byte.Array[0, 70].Sample(
        bytes =>
        {
            var text = System.Buffers.Text.Base64Url.EncodeToString(bytes);
            Base64UrlText.TryDecode(text, out var read).ShouldBeTrue();
            read.ShouldBe(bytes);
            foreach (var other in new[] { text + "=", text + " ", "\n" + text, text + "+", text + "/" })
            {
                Base64UrlText.TryDecode(other, out read).ShouldBeFalse();
                read.ShouldBeEmpty();
            }
        },
        seed: "0000KOIPe036",
        iter: 200,
        threads: 1);
}
