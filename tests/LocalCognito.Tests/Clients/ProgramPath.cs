namespace Modular.LocalCognito.Tests.Clients;

/// <summary>Looks for a program along <c>PATH</c>; starting one that is not there would only give an exception.</summary>
internal static class ProgramPath
{
    private static readonly string[] Endings = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];

    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => Endings.Select(ending => Path.Combine(folder, program + ending)))
        .FirstOrDefault(File.Exists);
}
