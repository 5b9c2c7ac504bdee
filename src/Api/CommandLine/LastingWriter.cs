using System.Text;

namespace Modular.Api.CommandLine;

/// <summary>
/// Standard output or standard error of a command. A stream that cannot be written, like a full disk or a closed descriptor, must not end
/// the command in the middle of its work: the text is dropped, and the failure kept for the end.
/// </summary>
/// <param name="stream">The stream of the process.</param>
internal sealed class LastingWriter(TextWriter stream) : TextWriter(stream.FormatProvider)
{
    /// <summary>Why text was dropped; null while all of it was written.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc />
    public override Encoding Encoding => stream.Encoding;

    /// <inheritdoc />
    public override void Write(char value) => Try(() => stream.Write(value));

    /// <inheritdoc />
    public override void Write(char[] buffer, int index, int count) => Try(() => stream.Write(buffer, index, count));

    /// <inheritdoc />
    public override void Write(string? value) => Try(() => stream.Write(value));

    /// <inheritdoc />
    public override void Flush() => Try(stream.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Failure ??= failure.Message;
        }
    }
}
