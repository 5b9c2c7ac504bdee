using System.Security.Cryptography;
using System.Text;
using Modular;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(RandomOrder))]
[assembly: TestClassOrderer(typeof(RandomOrder))]
[assembly: TestMethodOrderer(typeof(RandomOrder))]
[assembly: TestCaseOrderer(typeof(RandomOrder))]

namespace Modular;

/// <summary>
/// Runs the tests of a program in the order that <c>MODULAR_SEED</c> gives; in the order of xunit without it. Part of
/// every test program.
/// </summary>
public sealed class RandomOrder : ITestCollectionOrderer, ITestClassOrderer, ITestMethodOrderer, ITestCaseOrderer
{
    private static readonly string? Seed = Environment.GetEnvironmentVariable("MODULAR_SEED");

    IReadOnlyCollection<T> ITestCollectionOrderer.OrderTestCollections<T>(IReadOnlyCollection<T> testCollections) => Shuffle(testCollections);

    IReadOnlyCollection<T?> ITestClassOrderer.OrderTestClasses<T>(IReadOnlyCollection<T?> testClasses)
        where T : default => Shuffle(testClasses);

    IReadOnlyCollection<T?> ITestMethodOrderer.OrderTestMethods<T>(IReadOnlyCollection<T?> testMethods)
        where T : default => Shuffle(testMethods);

    IReadOnlyCollection<T> ITestCaseOrderer.OrderTestCases<T>(IReadOnlyCollection<T> testCases) => Shuffle(testCases);

    private static IReadOnlyCollection<T> Shuffle<T>(IReadOnlyCollection<T> tests) => Seed is null
        ? tests
        : [.. tests.Index().OrderBy(test => Place(test.Index), StringComparer.Ordinal).Select(test => test.Item)];

    /// <summary>The same for the same seed, on every machine.</summary>
    private static string Place(int index) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed}:{index}")));
}
