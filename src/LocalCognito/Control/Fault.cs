namespace Modular.LocalCognito.Control;

/// <summary>Without a status it only delays; without a count it stays until it is deleted.</summary>
internal sealed class Fault(int? status, TimeSpan delay, int? count)
{
    private int _left = count ?? 0;

    public int? Status { get; } = status;

    public TimeSpan Delay { get; } = delay;

    public bool TryUse() => count is null || Interlocked.Decrement(ref _left) >= 0;
}
