namespace Modular.AppHost.Programs;

/// <summary>The last lines that a program wrote, for the sentence that says why the figure ended.</summary>
internal sealed class LastLines
{
    private const int Kept = 15;

    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new();

    public void Add(string line)
    {
        lock (_lock)
        {
            if (_lines.Count == Kept)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return _lines.Count == 0
                ? "It wrote nothing."
                : "Its last output:" + string.Concat(_lines.Select(line => Environment.NewLine + "  " + line));
        }
    }
}
