namespace Modular.Api;

/// <summary>Something that this program does instead of serving.</summary>
/// <param name="Name">Its first argument.</param>
/// <param name="Summary">What it does, in one line.</param>
/// <param name="Help">What <c>--help</c> behind its name says.</param>
/// <param name="RunAsync">Does it, with the arguments behind its name. Gives the exit code.</param>
internal sealed record Command(
    string Name, string Summary, string Help, Func<IServiceProvider, string[], CancellationToken, Task<int>> RunAsync);
