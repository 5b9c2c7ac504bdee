using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito;

/// <summary><c>hash-password</c>: reads a password from standard input, and writes what goes into a pool file's <c>passwordHash</c>.</summary>
internal static class HashPasswordCommand
{
    // What OWASP recommends for PBKDF2 with HMAC-SHA-256.
    private const int Iterations = 600_000;

    public static async Task<int> RunAsync(TextReader input, TextWriter output, TextWriter errors)
    {
        if (await input.ReadLineAsync() is not { Length: > 0 } password)
        {
            await errors.WriteLineAsync("Standard input is empty: give the password there, on one line.");
            return 1;
        }

        await output.WriteLineAsync(PasswordHash.Of(password, Iterations).ToString());
        return 0;
    }
}
