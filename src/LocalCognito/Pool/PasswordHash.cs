using System.Globalization;
using System.Security.Cryptography;

namespace Modular.LocalCognito.Pool;

/// <summary>A password as PBKDF2 with HMAC-SHA-256, whose text form is <c>pbkdf2-sha256$iterations$salt$hash</c>, the last two in base64.</summary>
internal sealed class PasswordHash
{
    public const string Form = "pbkdf2-sha256$iterations$base64 salt$base64 hash";
    public const int MostIterations = 10_000_000;

    private const string Name = "pbkdf2-sha256";
    private const int Bytes = 32;

    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) => (Iterations, _salt, _hash) = (iterations, salt, hash);

    public int Iterations { get; }

    public static PasswordHash Of(string password, int iterations)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return new PasswordHash(iterations, salt, Derive(password, salt, iterations));
    }

    /// <summary>The hash of no password at all, as costly to check as the dearest of the pool.</summary>
    public static PasswordHash OfNobody(int iterations) =>
        new(iterations, RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(Bytes));

    public static PasswordHash? Parse(string text)
    {
        var parts = text.Split('$');
        var salt = new byte[64];
        var hash = new byte[Bytes];
        var read = parts.Length == 4
            && string.Equals(parts[0], Name, StringComparison.Ordinal)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) && iterations is > 0 and <= MostIterations
            && Convert.TryFromBase64String(parts[2], salt, out var salted) && salted >= 8
            && Convert.TryFromBase64String(parts[3], hash, out var hashed) && hashed == Bytes
            ? new PasswordHash(iterations, salt[..salted], hash)
            : null;
        return read;
    }

    public bool Matches(string password) => CryptographicOperations.FixedTimeEquals(Derive(password, _salt, Iterations), _hash);

    /// <summary>Does the work of that many iterations, and forgets the result.</summary>
    public void Spend(string password, int iterations)
    {
        if (iterations > 0)
        {
            Derive(password, _salt, iterations);
        }
    }

    public override string ToString() => $"{Name}${Iterations}${Convert.ToBase64String(_salt)}${Convert.ToBase64String(_hash)}";

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, Bytes);
}
