using ErrorOr;

namespace Modular.Application.Database;

/// <summary>Copies the database while it is in use.</summary>
public interface IBackup
{
    /// <summary>Makes a copy of one moment, which others may read and write past meanwhile.</summary>
    /// <param name="file">The file to make; it comes into being when the copy is whole, checked, and on the disk.</param>
    /// <param name="progress">Is told how many bytes are copied, and of how many.</param>
    /// <param name="cancellationToken">Ends it, and leaves nothing behind.</param>
    /// <returns>
    /// The size of the copy, in bytes; or, where this database or this file cannot be used for a copy, an error whose description tells the
    /// operator in a sentence what to change.
    /// </returns>
    Task<ErrorOr<long>> CopyAsync(string file, Action<long, long> progress, CancellationToken cancellationToken);
}
