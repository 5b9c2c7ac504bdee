using Modular.Application.Database;
using Modular.Application.Identity;
using Modular.Application.Pipeline;

namespace Modular.Application.Tests.Database;

/// <summary>A copy of the database is made for operators alone.</summary>
public sealed class BackUpDatabaseTests : IAsyncDisposable
{
    private readonly World _world = new();
    private readonly List<(long, long)> _told = [];

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task An_operator_gets_a_copy_and_is_told_how_far_it_is()
    {
        (await _world.SendAsOperatorAsync("backup", Request("copy.db"))).Value.ShouldBe(new BackupCopy(100));
        _told.ShouldBe([(100, 100)]);
    }

    [Fact]
    public async Task No_token_copies_the_database()
    {
        (await _world.SendAsync(Callers.Staff(PermissionNames.All), Request("copy.db"))).Errors.ShouldBe([Refusals.NotPermitted]);
        (await _world.SendAsync(Callers.Machine(PermissionNames.All), Request("copy.db"))).Errors.ShouldBe([Refusals.NotPermitted]);
        (await _world.SendAsync(caller: null, Request("copy.db"))).Errors.ShouldBe([Refusals.Anonymous]);
        _told.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_has_a_name()
    {
        (await _world.SendAsOperatorAsync("backup", Request(""))).FirstError.Description.ShouldBe("The name of the file is empty; name the file to make.");
        _told.ShouldBeEmpty();
    }

    private BackUpDatabase Request(string file) => new(file, (copied, all) => _told.Add((copied, all)));
}
