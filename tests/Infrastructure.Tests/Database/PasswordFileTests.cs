using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Tests.Database;

/// <summary>The file with the database's password, as secret stores and people write it.</summary>
public sealed class PasswordFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("modular-password-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "password");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("s3cret", "s3cret")]
    [InlineData("s3cret\n", "s3cret")]
    [InlineData("s3cret\r\n", "s3cret")]
    [InlineData("\uFEFFs3cret\n", "s3cret")]
    [InlineData(" with spaces \n", " with spaces ")]
    [InlineData("Gruß;'=\"\n", "Gruß;'=\"")]
    public void The_line_is_the_password(string text, string password)
    {
        File.WriteAllText(Path, text);

        new PasswordFile(Path).Read().ShouldBe(password);
    }

    [Fact]
    public void A_file_behind_a_link_that_was_turned_is_read_anew()
    {
        var (first, second, link) = (System.IO.Path.Combine(_folder.FullName, "..first"), System.IO.Path.Combine(_folder.FullName, "..second"), System.IO.Path.Combine(_folder.FullName, "..data"));
        Directory.CreateDirectory(first);
        Directory.CreateDirectory(second);
        File.WriteAllText(System.IO.Path.Combine(first, "password"), "one\n");
        File.WriteAllText(System.IO.Path.Combine(second, "password"), "two\n");
        Directory.CreateSymbolicLink(link, first);
        var file = new PasswordFile(System.IO.Path.Combine(link, "password"));
        file.Read().ShouldBe("one");

        Directory.Delete(link);
        Directory.CreateSymbolicLink(link, second);

        file.Read().ShouldBe("two");
    }

    [Theory]
    [InlineData("", "is empty; write the password of the database's user into it.")]
    [InlineData("\n", "is empty; write the password of the database's user into it.")]
    [InlineData("one\ntwo\n", "has more than one line, and is to hold nothing but the password.")]
    public void Text_that_is_no_password_is_refused(string text, string sentence)
    {
        File.WriteAllText(Path, text);

        Should.Throw<ConfigurationException>(() => new PasswordFile(Path).Read()).Message.ShouldBe($"Database:PasswordFile: the file '{Path}' {sentence}");
    }

    [Fact]
    public void A_file_that_is_not_there_too_long_a_folder_or_no_text_is_refused()
    {
        Refusal(Path).ShouldBe($"Database:PasswordFile: there is no file '{Path}'; create it, or set another path.");
        Refusal(_folder.FullName).ShouldBe($"Database:PasswordFile: '{_folder.FullName}' is a folder; set the path of the file with the password.");
        File.WriteAllBytes(Path, [0xFF, 0xFE, 0x73]);
        Refusal(Path).ShouldContain("is not text in UTF-8");
        File.WriteAllText(Path, new string('x', 65 * 1024));
        Refusal(Path).ShouldContain("is longer than a password can be");
    }

    [Fact]
    public void A_server_does_not_start_with_two_passwords_or_without_the_one_of_the_file()
    {
        Choose(("Database:Provider", "PostgreSql"), ("ConnectionStrings:Modular", "Host=db;Database=m;Username=u;Password=p"), ("Database:PasswordFile", Path))
            .ShouldBe("ConnectionStrings:Modular has a Password, and Database:PasswordFile names a file with one: remove one of them.");
        Choose(("Database:Provider", "PostgreSql"), ("ConnectionStrings:Modular", "Host=db;Database=m;Username=u"), ("Database:PasswordFile", Path))
            .ShouldBe($"Database:PasswordFile: there is no file '{Path}'; create it, or set another path.");
        Choose(("ConnectionStrings:Modular", "Data Source=m.db"), ("Database:PasswordFile", Path))
            .ShouldBe("Database:PasswordFile is set, and a SQLite file has no password: remove it.");
    }

    private static string Refusal(string path) => Should.Throw<ConfigurationException>(() => new PasswordFile(path).Read()).Message;

    private static string Choose(params (string, string)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2))).Build();
        return Should.Throw<ConfigurationException>(() => new ServiceCollection().AddDatabase(database => database.UseConfigured(configuration))).Message;
    }
}
