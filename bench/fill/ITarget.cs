namespace Modular.Fill;

/// <summary>A database that can be filled.</summary>
internal interface ITarget
{
    /// <summary>Fills it.</summary>
    /// <exception cref="FillRefusedException">It cannot be reached, is not migrated or not empty, or the filling was stopped.</exception>
    Task FillAsync(FillArguments arguments, Progress progress, CancellationToken cancellationToken);
}
