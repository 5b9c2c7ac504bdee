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

    [Fact]
    public async Task The_command_writes_what_the_pool_file_takes()
    {
        using var input = new StringReader("secret\n");
        using var output = new StringWriter();
        (await HashPasswordCommand.RunAsync(input, output, TextWriter.Null)).ShouldBe(0);
        PasswordHash.Parse(output.ToString().Trim())!.Matches("secret").ShouldBeTrue();
    }
}
