namespace Modular.Infrastructure.Database.Schema;

/// <summary>The reports of a migration while it runs.</summary>
/// <param name="Done">Takes a sentence for each thing that was done, as soon as it is done.</param>
/// <param name="Waiting">Takes a sentence when others have kept the migration waiting for a few seconds: once at most.</param>
public sealed record MigrationNews(Func<string, Task> Done, Func<string, Task> Waiting)
{
    /// <summary>For a caller that needs no news.</summary>
    public static MigrationNews Unheard { get; } = new(_ => Task.CompletedTask, _ => Task.CompletedTask);
}
