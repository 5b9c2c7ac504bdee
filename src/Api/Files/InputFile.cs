using Modular.Infrastructure;

namespace Modular.Api.Files;

/// <summary>A file that a command reads.</summary>
internal static class InputFile
{
    /// <summary>Opens it.</summary>
    /// <param name="command">The command, for the sentence.</param>
    /// <param name="path">Where it is.</param>
    /// <exception cref="ConfigurationException">It cannot be read from the beginning to an end that is known.</exception>
    public static FileStream Open(string command, string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 65536, useAsync: true);
            return file.CanSeek ? file : throw new IOException("It has no end.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigurationException($"{command}: there is no file '{path}'; write the path from the folder that you are in.");
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{command}: '{path}' cannot be read; check that it is a file and that you may read it.");
        }
    }
}
