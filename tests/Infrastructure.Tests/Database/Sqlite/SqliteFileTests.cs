using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Modular.Application.Orders;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Domain.Products;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Database.Schema;
using Modular.Infrastructure.Database.Sqlite.Engine;

namespace Modular.Infrastructure.Tests.Database.Sqlite;

/// <summary>An acknowledged write is on the disk under the configured name, even if other programs move or replace the file.</summary>
public sealed class SqliteFileTests : IAsyncLifetime
{
    // How long all is refused while connections close.
    private static readonly TimeSpan Closing = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly SqliteStore _store;
    private CustomerId _owner;

    public SqliteFileTests() => _store = new SqliteStore { Clock = _clock };

    private string Elsewhere => _store.File + ".elsewhere";

    private string Folder => Path.GetDirectoryName(_store.File)!;

    public async ValueTask InitializeAsync()
    {
        await _store.InitializeAsync();
        _owner = await _store.AddCustomerAsync(CustomerId.New(TimeProvider.System.GetUtcNow()));
        await PlaceAsync();
        await OrdersAsync();
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Nothing_is_written_into_a_file_that_was_deleted_and_none_is_made_in_its_place()
    {
        File.Delete(_store.File);

        await ShouldBeUnavailableAsync();
        File.Exists(_store.File).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_is_written_into_a_file_that_was_moved_and_all_goes_on_once_it_is_back()
    {
        File.Move(_store.File, Elsewhere);
        await ShouldBeUnavailableAsync();

        File.Move(Elsewhere, _store.File);

        await ShouldBeAvailableAsync(orders: 1);
    }

    [Fact]
    public async Task A_file_that_was_put_in_the_place_of_the_opened_one_is_neither_read_nor_written()
    {
        Copy(_store.File, Elsewhere + ".new");
        File.Move(_store.File, Elsewhere);
        File.Move(Elsewhere + ".new", _store.File);
        var before = await File.ReadAllBytesAsync(_store.File, TestContext.Current.CancellationToken);

        await ShouldBeUnavailableAsync();

        (await File.ReadAllBytesAsync(_store.File, TestContext.Current.CancellationToken)).ShouldBe(before);
        File.Move(Elsewhere, _store.File, overwrite: true);
        await ShouldBeAvailableAsync(orders: 1);
    }

    [Fact]
    public async Task A_read_sees_within_a_tenth_of_a_second_that_the_file_was_moved_also_where_nothing_is_written()
    {
        File.Move(_store.File, Elsewhere);
        _clock.Advance(TimeSpan.FromMilliseconds(100));

        await Should.ThrowAsync<DatabaseUnavailableException>(OrdersAsync);
    }

    [Fact]
    public async Task A_folder_that_was_renamed_takes_the_file_along()
    {
        Directory.Move(Folder, Folder + "-renamed");
        await ShouldBeUnavailableAsync();

        Directory.Move(Folder + "-renamed", Folder);

        await ShouldBeAvailableAsync(orders: 1);
    }

    [Fact]
    public async Task A_folder_that_a_link_leads_away_from_is_left()
    {
        Directory.Move(Folder, Folder + "-one");
        Directory.CreateSymbolicLink(Folder, Folder + "-one");
        await ShouldBeAvailableAsync(orders: 1);
        Directory.CreateDirectory(Folder + "-two");
        Copy(_store.File, Path.Combine(Folder + "-two", Path.GetFileName(_store.File)));

        Directory.Delete(Folder);
        Directory.CreateSymbolicLink(Folder, Folder + "-two");

        await ShouldBeUnavailableAsync();
    }

    [Fact]
    public async Task An_older_copy_that_was_written_over_the_file_is_neither_read_nor_written()
    {
        Copy(_store.File, Elsewhere);
        await _store.WithAsync<SqliteWriter, bool>((writer, cancellationToken) => writer.WriteAsync(write => write.Run(
            new SqliteQuery("CREATE TABLE something_new (id INTEGER)"), 0, static (rows, _) => rows.Next()), cancellationToken));
        Execute("PRAGMA wal_checkpoint(FULL)");
        await PlaceAsync();
        WriteOver(_store.File, Elsewhere);

        await ShouldBeUnavailableAsync();
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-shm")]
    public async Task A_deleted_log_loses_nothing_that_was_answered_and_a_new_one_is_begun(string which)
    {
        File.Delete(_store.File + which);

        await Should.ThrowAsync<DatabaseUnavailableException>(PlaceAsync);

        _clock.Advance(Closing - TimeSpan.FromMilliseconds(1));
        (await LookAsync()).ShouldBe(SchemaStanding.Absent);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        (await LookAsync()).ShouldBe(SchemaStanding.Right);
        await PlaceAsync();
        var orders = await OrdersAsync();
        orders.ShouldBeGreaterThanOrEqualTo(2);
        await _store.WithAsync<SqliteWriter, bool>(async (writer, _) =>
        {
            await writer.DisposeAsync();
            return true;
        });
        CountByItself().ShouldBe(orders);
    }

    [Fact]
    public async Task A_write_that_failed_leaves_a_node_that_is_not_ready_until_a_trial_succeeds_five_seconds_later()
    {
        Execute("ALTER TABLE orders RENAME TO orders_away");
        SqliteTrouble.Instance.IsBehind(await Should.ThrowAsync<SqliteException>(PlaceAsync)).ShouldBeTrue();
        Execute("ALTER TABLE orders_away RENAME TO orders");

        (await LookAsync()).ShouldBe(SchemaStanding.ReadOnly);
        _clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        (await LookAsync()).ShouldBe(SchemaStanding.ReadOnly);
        _clock.Advance(TimeSpan.FromTicks(1));

        await ShouldBeAvailableAsync(orders: 1);
    }

    private void Execute(string sql)
    {
        using var other = Open(_store.File);
        using var command = other.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private async Task ShouldBeUnavailableAsync()
    {
        await Should.ThrowAsync<DatabaseUnavailableException>(PlaceAsync);
        await Should.ThrowAsync<DatabaseUnavailableException>(OrdersAsync);
        SqliteTrouble.Instance.IsBehind(await Should.ThrowAsync<Exception>(() => _store.ReadAsync("SELECT count(*) FROM orders"))).ShouldBeTrue();
        (await LookAsync()).ShouldBe(SchemaStanding.Absent);
    }

    private async Task ShouldBeAvailableAsync(int orders)
    {
        (await LookAsync()).ShouldBe(SchemaStanding.Right);
        (await OrdersAsync()).ShouldBe(orders);
        await PlaceAsync();
        CountByItself().ShouldBe(orders + 1);
        (await _store.ReadAsync("SELECT count(*) FROM orders")).ShouldBe([$"{orders + 1}"]);
    }

    private Task<long> PlaceAsync() => _store.WithAsync<IOrderStore, long>(async (orders, cancellationToken) => (await orders.AddAsync(
        _owner,
        customer => Order.Place(customer, new Currency("EUR"), [new OrderLine(new Sku("TEA"), "Tea", 1, 350)], TimeProvider.System.GetUtcNow()),
        key: null,
        cancellationToken)).Value.Id);

    private Task<int> OrdersAsync() => _store.WithAsync<IOrderStore, int>(async (orders, cancellationToken) =>
        (await orders.ListAsync(_owner, new OrderQuery(Status: null, After: null, 100, NewestFirst: false), cancellationToken)).Count);

    private Task<SchemaStanding> LookAsync() => _store.WithAsync<ISchema, SchemaStanding>((schema, cancellationToken) => schema.LookAsync(cancellationToken));

    // As another program sees it.
    private int CountByItself()
    {
        using var connection = Open(_store.File);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM orders";
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Copy(string from, string to)
    {
        using var source = Open(from);
        using var copy = Open(to);
        source.BackupDatabase(copy);
    }

    // As cp does it: into the same file, whatever locks others have.
    private static void WriteOver(string file, string with)
    {
        using var from = new FileStream(with, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var to = new FileStream(file, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite);
        from.CopyTo(to);
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source='{file}';Pooling=False");
        connection.Open();
        return connection;
    }
}
