using System.Text;

namespace Modular.Api.Files;

/// <summary>The lines of a text, however long it and they are, in bounded memory.</summary>
internal sealed class BoundedLines(TextReader text, int longest)
{
    private readonly char[] _buffer = new char[4096];
    private readonly StringBuilder _line = new();
    private int _at;
    private int _count;

    /// <summary>The number of the line that was read last, the first being 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next line without its end (LF or CR LF), or null behind the last. One that is too long is cut behind the limit.</summary>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        _line.Clear();
        var isEmpty = true;
        while (_at < _count || await FillAsync(cancellationToken))
        {
            isEmpty = false;
            var next = _buffer[_at++];
            if (next == '\n')
            {
                break;
            }

            // One more than the limit, to tell that it is beyond; the rest is skipped.
            if (_line.Length <= longest)
            {
                _line.Append(next);
            }
        }

        if (isEmpty)
        {
            return null;
        }

        Number++;
        if (_line.Length > 0 && _line[^1] == '\r')
        {
            _line.Length--;
        }

        return _line.ToString();
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _at = 0;
        _count = await text.ReadAsync(_buffer, cancellationToken);
        return _count > 0;
    }
}
