namespace Modular.AppHost;

/// <summary>A fresh folder for the programs' files.</summary>
internal static class TemporaryFolder
{
    /// <exception cref="StartRefusedException">The machine's temporary folder cannot be used.</exception>
    public static DirectoryInfo Create()
    {
        try
        {
            return Directory.CreateTempSubdirectory("modular-");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(
                $"The temporary folder '{Path.GetTempPath()}' cannot be written by the user '{Environment.UserName}': set TMPDIR to a folder that exists and that this user may write.");
        }
    }
}
