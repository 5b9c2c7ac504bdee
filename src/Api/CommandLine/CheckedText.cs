using System.Globalization;
using Modular.Infrastructure;

namespace Modular.Api.CommandLine;

/// <summary>
/// The text of a file, checked while it is read: text in another encoding than it was taken for is refused rather than stored.
/// </summary>
/// <param name="file">The file, for sentences.</param>
/// <param name="text">Its text.</param>
internal sealed class CheckedText(InputFile file, TextReader text) : TextReader
{
    private long _line = 1;
    private char _last;

    public override int Read(char[] buffer, int index, int count) => Checked(buffer.AsSpan(index, text.Read(buffer, index, count)));

    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        var count = await text.ReadAsync(buffer, cancellationToken);
        return Checked(buffer.Span[..count]);
    }

    public override async Task<int> ReadAsync(char[] buffer, int index, int count) => await ReadAsync(buffer.AsMemory(index, count), CancellationToken.None);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            text.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Checked(ReadOnlySpan<char> read)
    {
        foreach (var next in read)
        {
            // LF, CR, and CR LF end a line.
            _line += next == '\r' || (next == '\n' && _last != '\r') ? 1 : 0;
            _last = next;
            if (next == '\0')
            {
                throw Refused("has a NUL character, as binary data has");
            }

            if (next == '\uFFFD')
            {
                throw Refused("is not UTF-8, and looks like Latin-1 or Windows-1252: save the file as 'CSV UTF-8'");
            }
        }

        return read.Length;
    }

    private ConfigurationException Refused(string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{file.Command}: '{file.Name}' cannot be used: its line {_line} {what}."));
}
