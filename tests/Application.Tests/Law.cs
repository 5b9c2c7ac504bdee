using CsCheck;

namespace Modular.Application.Tests;

/// <summary>A property that holds for every example. The examples are many and random, and the same in each run.</summary>
internal static class Law
{
    private const int Examples = 1000;
    private const string Seed = "0000KOIPe036";

    public static void HoldsFor<T>(Gen<T> examples, Action<T> law)
    {
        var random = PCG.Parse(Seed);
        for (var i = 0; i < Examples; i++)
        {
            law(examples.Generate(random, null, out _));
        }
    }
}
