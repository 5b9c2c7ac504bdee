using System.Text;

namespace Modular.Infrastructure.Database;

/// <summary>
/// The file with the database's password, read at each new connection: a password can be rotated while the server runs. Connections that
/// are open go on, since the server asked for their password when they were made.
/// </summary>
/// <param name="path">The path of the file, or of a link to it as Kubernetes makes one.</param>
internal sealed class PasswordFile(string path)
{
    /// <summary>The setting.</summary>
    public const string Setting = "Database:PasswordFile";

    // A token of AWS that serves as a password has about 1 KB.
    private const int MostBytes = 64 * 1024;

    /// <summary>The password. Line ends behind it, which editors and shells write, are not part of it.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read, or holds no password.</exception>
    public string Read()
    {
        var password = ReadText().TrimEnd('\r', '\n');
        return password switch
        {
            "" => throw new ConfigurationException($"{Setting}: the file '{path}' is empty; write the password of the database's user into it."),
            _ when password.AsSpan().ContainsAny('\r', '\n', '\0') => throw new ConfigurationException(
                $"{Setting}: the file '{path}' has more than one line, and is to hold nothing but the password."),
            _ => password,
        };
    }

    private string ReadText()
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[MostBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MostBytes)
            {
                throw new ConfigurationException($"{Setting}: the file '{path}' is longer than a password can be; set the path of a file that holds nothing but the password.");
            }

            using var text = new StreamReader(
                new MemoryStream(bytes, 0, length),
                new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
                detectEncodingFromByteOrderMarks: false);
            return text.ReadToEnd();
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigurationException($"{Setting}: there is no file '{path}'; create it, or set another path.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(Directory.Exists(path)
                ? $"{Setting}: '{path}' is a folder; set the path of the file with the password."
                : $"{Setting}: the file '{path}' cannot be read; let this process's user read it, or set another path.");
        }
        catch (DecoderFallbackException)
        {
            throw new ConfigurationException($"{Setting}: the file '{path}' is not text in UTF-8; write the password into it as text.");
        }
    }
}
