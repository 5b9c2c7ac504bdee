using System.Diagnostics.CodeAnalysis;

namespace Modular.Domain;

/// <summary>Text that people write about themselves, in any script.</summary>
public static class Texts
{
    /// <summary>Whether <paramref name="text"/> says something in at most <paramref name="maxLength"/> characters, none of them control characters.</summary>
    public static bool IsText([NotNullWhen(true)] this string? text, int maxLength) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= maxLength && !text.Any(char.IsControl);
}
