using System.Reflection;
using System.Runtime.CompilerServices;

namespace Modular.Mutants;

/// <summary>
/// Stryker keeps one test process for many mutants. What a type sets once is therefore set at the start of that process, while no mutant is
/// active: a mutant within it would stay for all that come after, which then look as if a test had noticed them.
/// </summary>
internal static class SetOnce
{
    private const int NoMutant = -1;

    // CA2255: this is the start of a program, and compiled into each test program.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void AtStart()
    {
        if (Environment.GetEnvironmentVariable("STRYKER_MUTANT_FILE") is not { } path || !File.Exists(path))
        {
            return;
        }

        // The number of the mutant, which the changed code reads at each step.
        var active = File.ReadAllBytes(path);
        Write(path, BitConverter.GetBytes(NoMutant));
        foreach (var type in Ours(Assembly.GetExecutingAssembly()).SelectMany(assembly => assembly.GetTypes()).Where(type => !type.ContainsGenericParameters))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        Write(path, active);
    }

    private static IEnumerable<Assembly> Ours(Assembly tests) =>
        tests.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Modular.", StringComparison.Ordinal)).Select(Assembly.Load).Append(tests);

    private static void Write(string path, byte[] number)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Write(number);
    }
}
