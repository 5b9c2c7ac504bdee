using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Modular.Application.Customers;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Customers;

/// <summary>Rule 14: the audit trail is written with the change, and nothing takes it back.</summary>
public abstract class AuditTrailContract(Store store)
{
    // The database decides by its own clock which entries are old.
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().ToWholeMilliseconds();

    private static readonly AuditStamp Stamp = new(Actor.Client("till"), "till", Now);

    [Theory]
    [InlineData("UPDATE audit_entries SET actor = 'client:nobody'")]
    [InlineData("DELETE FROM audit_entries")]
    [InlineData("DELETE FROM audit_entries WHERE id = (SELECT max(id) FROM audit_entries)")]
    public Task The_database_itself_refuses_to_change_it(string statement) => ShouldBeRefusedAsync(statement);

    [Fact]
    public async Task An_entry_says_who_did_what_on_whom_when_and_from_which_client()
    {
        var id = await AddAsync("ann");
        await ChangeAsync(id, AuditAction.SignedOutEverywhere);

        var entry = (await EntriesOfAsync(id)).ShouldHaveSingleItem();
        (entry.Actor, entry.ClientId, entry.Action, entry.CustomerId, entry.At)
            .ShouldBe((Stamp.Actor, "till", AuditAction.SignedOutEverywhere, id, Now));
    }

    [Fact]
    public async Task Nothing_that_was_not_done_is_in_it()
    {
        var id = await AddAsync("ben");
        await ChangeAsync(id, action: null);
        (await store.WithAsync<ICustomerStore, Customer?>((customers, cancellationToken) =>
            customers.ChangeAsync(CustomerId.New(Now), _ => AuditAction.Suspended, Stamp, cancellationToken))).ShouldBeNull();
        await Should.ThrowAsync<OperationCanceledException>(() => store.WithAsync<ICustomerStore, Customer?>((customers, cancellationToken) =>
            customers.ChangeAsync(id, _ => throw new OperationCanceledException(), Stamp, cancellationToken)));

        (await EntriesOfAsync(id)).ShouldBeEmpty();
    }

    /// <summary>The database refuses the statement, and the trail is what it was.</summary>
    [Fact]
    public async Task What_is_older_than_two_years_may_go_and_nothing_younger()
    {
        var id = await AddAsync("old");
        await store.WriteAsync((db, cancellationToken) =>
        {
            db.AuditEntries.Add(new AuditEntry(Stamp.Actor, "till", AuditAction.Suspended, id, Now.AddDays(-731)));
            db.AuditEntries.Add(new AuditEntry(Stamp.Actor, "till", AuditAction.Reinstated, id, Now.AddDays(-729)));
            return db.SaveChangesAsync(cancellationToken);
        });

        await store.WriteAsync((db, cancellationToken) =>
            db.AuditEntries.Where(entry => entry.CustomerId == id && entry.Action == AuditAction.Suspended).ExecuteDeleteAsync(cancellationToken));
        await Should.ThrowAsync<DbException>(() => store.WriteAsync((db, cancellationToken) =>
            db.AuditEntries.Where(entry => entry.CustomerId == id).ExecuteDeleteAsync(cancellationToken)));

        (await EntriesOfAsync(id)).ShouldHaveSingleItem().Action.ShouldBe(AuditAction.Reinstated);
    }

    protected async Task ShouldBeRefusedAsync(string statement)
    {
        await ChangeAsync(await AddAsync(Guid.NewGuid().ToString()), AuditAction.Suspended);
        var before = await EntriesAsync();

        var refused = await Should.ThrowAsync<DbException>(() => store.WriteAsync(
            (db, cancellationToken) => db.Database.ExecuteSqlRawAsync(statement, cancellationToken)));

        refused.Message.ShouldContain("The audit trail is only ever appended to.");
        (await EntriesAsync()).ShouldBe(before);
    }

    private Task<CustomerId> AddAsync(string subject) => store.WithAsync<ICustomerStore, CustomerId>(async (customers, cancellationToken) =>
        (await customers.AddAtFirstSightAsync(
            Customer.FirstSeen(CustomerId.New(Now), "https://issuer.example", subject, Now), cancellationToken)).Id);

    private Task<Customer?> ChangeAsync(CustomerId id, AuditAction? action) => store.WithAsync<ICustomerStore, Customer?>(
        (customers, cancellationToken) => customers.ChangeAsync(id, _ => action, Stamp, cancellationToken));

    private Task<List<AuditEntry>> EntriesOfAsync(CustomerId id) => store.WithAsync<ModularDb, List<AuditEntry>>(
        (db, cancellationToken) => db.AuditEntries.AsNoTracking().Where(entry => entry.CustomerId == id).ToListAsync(cancellationToken));

    private Task<List<string>> EntriesAsync() => store.WithAsync<ModularDb, List<string>>(
        (db, cancellationToken) => db.AuditEntries.AsNoTracking().OrderBy(entry => entry.Id)
            .Select(entry => entry.Id + entry.Actor.Value + entry.At).ToListAsync(cancellationToken));
}
