using System.Text;
using Modular.Infrastructure;

namespace Modular.Api.CommandLine;

/// <summary>
/// A file of text that a command reads, as often as it needs to: a file, or a pipe such as <c>/dev/stdin</c>, which is copied to a
/// temporary file first.
/// </summary>
internal sealed class InputFile : IAsyncDisposable
{
    private const int BufferSize = 65536;
    private const int HeadSize = 4096;
    private const long LargestPipe = 4L * 1024 * 1024 * 1024;

    private readonly FileStream _stream;

    private InputFile(string command, string path, FileStream stream) => (Command, Name, _stream) = (command, path, stream);

    /// <summary>The command that reads it, for sentences.</summary>
    public string Command { get; }

    /// <summary>Its name, for sentences.</summary>
    public string Name { get; }

    /// <summary>The length, in bytes.</summary>
    public long Length => _stream.Length;

    /// <summary>How far it is read, in bytes.</summary>
    public long Position => _stream.Position;

    /// <summary>Opens a file.</summary>
    /// <param name="command">The command, for sentences.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="cancellationToken">Ends the wait for a pipe.</param>
    /// <exception cref="ConfigurationException">It cannot be read, or is no text.</exception>
    public static async Task<InputFile> OpenAsync(string command, string path, CancellationToken cancellationToken)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new ConfigurationException($"{command}: '{path}' is a folder; name a file in it.");
            }

            // Without a buffer of its own: one would wait, when it is closed, for a pipe that gives nothing.
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var file = new InputFile(command, path, stream.CanSeek ? stream : await KeepAsync(command, path, stream, cancellationToken));
            await file.CheckKindAsync(cancellationToken);
            return file;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw new ConfigurationException($"{command}: there is no file '{path}'; write the path from the folder that you are in.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{command}: '{path}' may not be read by this user; take a copy that this user owns, or run the command as its owner.");
        }
        catch (IOException unusable)
        {
            throw new ConfigurationException($"{command}: '{path}' cannot be read: {unusable.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>The text from its beginning: UTF-8, or the encoding of the byte order mark.</summary>
    public TextReader Rewind()
    {
        _stream.Position = 0;
        return new StreamReader(_stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferSize, leaveOpen: true);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    // A pipe can be read once, and tells its length at its end.
    private static async Task<FileStream> KeepAsync(string command, string path, FileStream pipe, CancellationToken cancellationToken)
    {
        await using (pipe)
        {
            var copy = Temporary();
            try
            {
                var buffer = new byte[BufferSize];
                int count;
                while ((count = await pipe.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken)) > 0)
                {
                    await copy.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                    if (copy.Position > LargestPipe)
                    {
                        throw new ConfigurationException($"{command}: '{path}' does not end within 4 GB; name a file.");
                    }
                }

                await copy.FlushAsync(cancellationToken);
                return copy;
            }
            catch
            {
                await copy.DisposeAsync();
                throw;
            }
        }
    }

    private static FileStream Temporary()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), $"modular-{Guid.NewGuid():N}"), options);
    }

    private async Task CheckKindAsync(CancellationToken cancellationToken)
    {
        var head = new byte[HeadSize];
        _stream.Position = 0;
        var length = await _stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        if (FileKind.OtherThanText(head.AsSpan(0, length)) is { } kind)
        {
            await DisposeAsync();
            throw new ConfigurationException($"{Command}: '{Name}' is no CSV file, but looks like {kind}.");
        }
    }
}
