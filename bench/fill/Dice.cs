namespace Modular.Fill;

/// <summary>
/// Numbers that look drawn and are the same each time, on every machine: SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom
/// Number Generators", 2014).
/// </summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to <paramref name="count"/> - 1, each as likely as the other.</summary>
    public long Below(long count) => (long)Math.BigMul(Next(), (ulong)count, out _);
}
