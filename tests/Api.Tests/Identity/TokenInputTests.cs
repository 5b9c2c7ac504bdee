using System.Text;
using Modular.Api.Identity;
using Modular.Infrastructure;

namespace Modular.Api.Tests.Identity;

/// <summary>A token on standard input, as people's tools write it.</summary>
public class TokenInputTests
{
    [Theory]
    [InlineData("aaa.bbb.ccc")]
    [InlineData("  aaa.bbb.ccc \r\n\r\n")]
    [InlineData("Bearer aaa.bbb.ccc\n")]
    [InlineData("bearer  aaa.bbb.ccc")]
    [InlineData("Authorization: Bearer aaa.bbb.ccc")]
    [InlineData("'Authorization: Bearer aaa.bbb.ccc'")]
    [InlineData("\"aaa.bbb.ccc\"")]
    [InlineData("'Bearer aaa.bbb.ccc'")]
    [InlineData("Bearer \"aaa.bbb.ccc\"")]
    [InlineData("aaa.b\nbb.cc\r\nc\n")]
    [InlineData("aaa. bbb .ccc")]
    [InlineData("""{"token_type":"Bearer","access_token":"aaa.bbb.ccc","expires_in":3600}""")]
    public async Task It_is_read_in_every_spelling(string text)
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            (await ReadAsync([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]))
                .ShouldBe("aaa.bbb.ccc", encoding.WebName);
        }
    }

    [Theory]
    [InlineData("", "There is no token on standard input: pipe it in, as in 'explain-token < token.txt'.")]
    [InlineData(" \r\n", "There is no token on standard input: pipe it in, as in 'explain-token < token.txt'.")]
    [InlineData("Bearer ", "There is no token on standard input: pipe it in, as in 'explain-token < token.txt'.")]
    [InlineData("\"\"", "There is no token on standard input: pipe it in, as in 'explain-token < token.txt'.")]
    [InlineData("a.b.c\nd.e.f\n", "Standard input has more than one token: give one token alone, and pipe it in, as in 'explain-token < token.txt'.")]
    [InlineData("<!DOCTYPE html>", "Standard input looks like an HTML or XML page: give one token alone, and pipe it in, as in 'explain-token < token.txt'.")]
    [InlineData("""{"id_token":"a.b.c"}""", "Standard input is a JSON object without an access_token: give one token alone, and pipe it in, as in 'explain-token < token.txt'.")]
    [InlineData("{\"access", "Standard input begins like JSON, but is none: give one token alone, and pipe it in, as in 'explain-token < token.txt'.")]
    [InlineData("a\0.\0b\0", "Standard input has NUL characters, as UTF-16 without a byte order mark and binary data have: give one token alone, and pipe it in, as in 'explain-token < token.txt'.")]
    public async Task What_is_no_token_is_refused_in_one_sentence(string text, string sentence) =>
        (await Should.ThrowAsync<ConfigurationException>(() => ReadAsync(Encoding.UTF8.GetBytes(text)))).Message.ShouldBe(sentence);

    [Fact]
    public async Task More_than_64_KB_is_refused() =>
        (await Should.ThrowAsync<ConfigurationException>(() => ReadAsync(new byte[70_000].Select(_ => (byte)'a').ToArray()))).Message
            .ShouldStartWith("Standard input is longer than 64 KB");

    private static async Task<string> ReadAsync(byte[] bytes)
    {
        using var input = new MemoryStream(bytes);
        return await TokenInput.ReadAsync(input, TestContext.Current.CancellationToken);
    }
}
