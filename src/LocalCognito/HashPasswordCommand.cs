using System.Text;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito;

/// <summary><c>hash-password</c>: reads a password from standard input, and writes the value of a pool file's <c>passwordHash</c>.</summary>
internal static class HashPasswordCommand
{
    // The number that OWASP recommends for PBKDF2 with HMAC-SHA-256.
    private const int Iterations = 600_000;

    /// <param name="input">UTF-8, or UTF-16 with its byte order mark, as shells write it. Neither the mark nor the line's end belongs to the password.</param>
    /// <param name="output">Gets the hash.</param>
    /// <param name="errors">Gets the sentence that says why there is none.</param>
    public static async Task<int> RunAsync(Stream input, TextWriter output, TextWriter errors)
    {
        using var reader = new StreamReader(input, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        try
        {
            if (await reader.ReadLineAsync() is { Length: > 0 } password)
            {
                await output.WriteLineAsync(PasswordHash.Of(password, Iterations).ToString());
                return 0;
            }

            await errors.WriteLineAsync("Standard input is empty: give the password there, on one line.");
        }
        catch (DecoderFallbackException)
        {
            await errors.WriteLineAsync("Standard input is neither UTF-8 nor UTF-16 with a byte order mark: give the password in one of these.");
        }

        return 1;
    }
}
