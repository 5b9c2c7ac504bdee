namespace Modular.Application.Database;

/// <summary>Copies the database while it is in use.</summary>
public interface IBackup
{
    /// <summary>Makes a copy of one moment, which others may read and write past meanwhile.</summary>
    /// <param name="file">The file to make; it comes into being when the copy is whole, checked, and on the disk.</param>
    /// <param name="progress">Is told how many bytes are copied, and of how many.</param>
    /// <param name="cancellationToken">Ends it, and leaves nothing behind.</param>
    /// <returns>The size of the copy, in bytes.</returns>
    /// <exception cref="Exception">
    /// The adapter's own, with a sentence for the operator: this database, or this file, cannot be used for a copy.
    /// </exception>
    Task<long> CopyAsync(string file, Action<long, long> progress, CancellationToken cancellationToken);
}
