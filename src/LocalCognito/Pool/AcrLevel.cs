namespace Modular.LocalCognito.Pool;

/// <summary>How strongly a person has signed in. A pool can rename Cognito's four levels; their meaning is fixed.</summary>
/// <param name="Rank">1 is the weakest, a password alone.</param>
/// <param name="Name">Becomes <c>acr</c>.</param>
internal sealed record AcrLevel(int Rank, string Name)
{
    // The values that Cognito writes after the weakest way to each level. Here every level is reached by the password.
    private static readonly string[][] MethodsByRank = [["pwd"], ["email_otp"], ["pwd", "email_otp", "mfa"], ["pwd", "otp", "mfa"]];

    public static int Most => MethodsByRank.Length;

    /// <summary>Becomes <c>amr</c>.</summary>
    public IReadOnlyList<string> Methods => MethodsByRank[Rank - 1];
}
