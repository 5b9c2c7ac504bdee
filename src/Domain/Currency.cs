using System.Diagnostics.CodeAnalysis;

namespace Modular.Domain;

/// <summary>A currency by its three-letter code (ISO 4217), in capitals.</summary>
public readonly record struct Currency
{
    private readonly string? _code;

    /// <exception cref="FormatException"><paramref name="code"/> is not three capital letters.</exception>
    public Currency(string code) =>
        _code = IsCode(code) ? code : throw new FormatException("A currency is three capital letters, like EUR.");

    /// <summary>The three letters.</summary>
    public string Code => _code ?? throw new InvalidOperationException("A currency without a code.");

    /// <summary>Whether <paramref name="code"/> has the form of a currency code.</summary>
    public static bool IsCode([NotNullWhen(true)] string? code) => code is { Length: 3 } && code.All(char.IsAsciiLetterUpper);

    /// <inheritdoc />
    public override string ToString() => Code;
}
