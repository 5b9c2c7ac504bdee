namespace Modular.Infrastructure.Database;

/// <summary>
/// Whether the database takes writes, as far as this node has seen: a disk that is full or a right that was withdrawn is seen by writing
/// alone. A write that failed raises the doubt, and a trial that succeeds ends it.
/// </summary>
internal sealed class WriteDoubt
{
    private volatile bool _isRaised;

    /// <summary>Whether a write failed and no trial has succeeded since.</summary>
    public bool IsRaised => _isRaised;

    /// <summary>A write failed for a reason that others meet as well.</summary>
    public void Raise() => _isRaised = true;

    /// <summary>A trial was written.</summary>
    public void End() => _isRaised = false;
}
