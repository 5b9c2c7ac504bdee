using System.Text;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Tests.Pool;

public sealed class PasswordHashTests
{
    [Fact]
    public void A_hash_survives_its_text_form()
    {
        var hash = PasswordHash.Parse(PasswordHash.Of("correct horse", 1000).ToString());
        hash.ShouldNotBeNull();
        hash.Iterations.ShouldBe(1000);
        hash.Matches("correct horse").ShouldBeTrue();
        hash.Matches("correct horsf").ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("pbkdf2-sha256$1000$c2FsdHNhbHQ=")]
    [InlineData("pbkdf2-sha256$0$c2FsdHNhbHQ=$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$10000001$c2FsdHNhbHQ=$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$1000$c2FsdA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$1000$c2FsdHNhbHQ=$AAAA")]
    [InlineData("pbkdf2-sha256$1000$c2FsdHNhbHQ=$!!!")]
    [InlineData("pbkdf2-sha512$1000$c2FsdHNhbHQ=$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void Another_form_is_no_hash(string text) => PasswordHash.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData("utf-8", false, "\n")]
    [InlineData("utf-8", true, "\r\n")]
    [InlineData("utf-16", true, "\r\n")]
    [InlineData("utf-16BE", true, "")]
    public async Task The_command_writes_what_the_pool_file_takes_however_a_shell_writes_its_input(string encoding, bool mark, string end)
    {
        var how = Encoding.GetEncoding(encoding);
        using var input = new MemoryStream([.. mark ? how.Preamble : [], .. how.GetBytes("sécret" + end)]);
        using var output = new StringWriter();
        (await HashPasswordCommand.RunAsync(input, output, TextWriter.Null)).ShouldBe(0);
        PasswordHash.Parse(output.ToString().Trim())!.Matches("sécret").ShouldBeTrue();
    }

    [Fact]
    public async Task The_command_refuses_an_input_that_is_no_text_or_empty()
    {
        (await RefusalAsync("s\u00e9cret"u8[..2].ToArray())).ShouldBe("Standard input is neither UTF-8 nor UTF-16 with a byte order mark: give the password in one of these.");
        (await RefusalAsync("\r\n"u8.ToArray())).ShouldBe("Standard input is empty: give the password there, on one line.");

        static async Task<string> RefusalAsync(byte[] bytes)
        {
            using var input = new MemoryStream(bytes);
            using var errors = new StringWriter();
            (await HashPasswordCommand.RunAsync(input, TextWriter.Null, errors)).ShouldBe(1);
            return errors.ToString().Trim();
        }
    }
}
