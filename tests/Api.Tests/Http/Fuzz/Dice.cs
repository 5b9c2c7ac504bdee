namespace Modular.Api.Tests.Http.Fuzz;

/// <summary>Numbers that look random and are the same for the same seed, on every machine and version (SplitMix64).</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to below <paramref name="below"/>.</summary>
    public int Next(int below)
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)below);
    }

    /// <summary>A number from <paramref name="from"/> to below <paramref name="below"/>.</summary>
    public int Next(int from, int below) => from + Next(below - from);
}
