using ErrorOr;
using FluentValidation;
using Modular.Application.Pipeline;

namespace Modular.Application.Database;

/// <summary>Copies the database to a file, as it is at one moment, while others use it. For operators.</summary>
/// <param name="File">The file to make. A file that exists is not replaced.</param>
/// <param name="Progress">Is told how many bytes are copied, and of how many.</param>
public sealed record BackUpDatabase(string File, Action<long, long> Progress) : IUseCase<BackupCopy>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Operators();
}

/// <summary>A copy that is whole, checked, and on the disk.</summary>
/// <param name="Bytes">The size.</param>
public sealed record BackupCopy(long Bytes);

internal sealed class BackUpDatabaseValidator : AbstractValidator<BackUpDatabase>
{
    public BackUpDatabaseValidator() => RuleFor(r => r.File).Must(file => file.Length > 0).WithMessage("The name of the file is empty; name the file to make.");
}

internal sealed class BackUpDatabaseHandler(IBackup backup) : IHandler<BackUpDatabase, BackupCopy>
{
    public async Task<ErrorOr<BackupCopy>> Handle(BackUpDatabase request, CancellationToken cancellationToken) =>
        (await backup.CopyAsync(request.File, request.Progress, cancellationToken)).Then(bytes => new BackupCopy(bytes));
}
