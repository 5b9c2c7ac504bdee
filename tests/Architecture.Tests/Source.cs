using System.Reflection;

namespace Modular.Architecture.Tests;

/// <summary>The material of the rules: the repository's files and the assemblies that are built from them.</summary>
internal static class Source
{
    /// <summary>The runtime runs this file's type by its global name, so it has no namespace, against the analyzers.</summary>
    public const string StartupHook = "tests/StartupHook/StartupHook.cs";

    /// <summary>The layers, innermost first: references point inwards.</summary>
    public static readonly string[] Layers = ["Domain", "Application", "Infrastructure", "Api"];

    /// <summary>Programs of their own, which use no code of the layers or of each other.</summary>
    public static IReadOnlyList<string> Programs =>
        [.. Files("src", ".csproj").Select(file => Path.GetFileNameWithoutExtension(file)).Except(Layers, StringComparer.Ordinal)];

    /// <summary>Every project under <c>src/</c>.</summary>
    public static IReadOnlyList<string> Projects => [.. Layers, .. Programs];

    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>All that the layers' types mention.</summary>
    public static IReadOnlyList<Use> Uses { get; } = Use.Of(LayerTypes());

    /// <summary>The assembly of a project under <c>src/</c>.</summary>
    public static Assembly AssemblyOf(string project) => Assembly.Load("Modular." + project);

    /// <summary>Every type of the layers.</summary>
    public static IReadOnlyList<Type> LayerTypes() => [.. Layers.SelectMany(layer => AssemblyOf(layer).GetTypes())];

    /// <summary>Every file but those that a tool writes, by its path from the root, with <c>/</c>.</summary>
    public static IEnumerable<string> Files(string folder = "", string extension = "") =>
        FilesIn(Path.Combine(Root, folder))
            .Where(file => file.EndsWith(extension, StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'));

    /// <summary>The text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    // Written by a tool: no rule of ours is about these folders.
    private static HashSet<string> Outputs { get; } =
    [
        ".git",
        .. File.ReadLines(Path.Combine(FindRoot(), ".gitignore")).Where(line => line.EndsWith('/')).Select(line => line.TrimEnd('/')),
    ];

    private static IEnumerable<string> FilesIn(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder).Where(child => !Outputs.Contains(Path.GetFileName(child))).SelectMany(FilesIn));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Modular.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No folder above this test holds Modular.sln.");
        }

        return folder;
    }
}
