using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Modular.Application.Customers;
using Modular.Domain.Customers;
using Modular.Infrastructure.Customers;
using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Customers;

/// <summary>When customers signed in is kept, and no request waits for it.</summary>
public abstract class SignInNotesContract(Store store)
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_latest_sign_in_of_each_customer_is_kept()
    {
        var (ann, ben) = (await AddAsync(), await AddAsync());

        await NoteAsync((ann, Now), (ben, Now), (ann, Now.AddMinutes(2)), (ann, Now.AddMinutes(1)));
        await NoteAsync((ann, Now.AddMinutes(1)));

        (await SignedInAsync(ann)).ShouldBe(Now.AddMinutes(2));
        (await SignedInAsync(ben)).ShouldBe(Now);
    }

    [Fact]
    public async Task A_note_that_waits_is_seen_by_its_customer_already()
    {
        var ann = await AddAsync();

        (await store.WithAsync<ICustomerStore, Account>(async (customers, cancellationToken) =>
        {
            customers.NoteSignIn(ann, Now);
            return await customers.GetAccountAsync(ann, cancellationToken);
        })).LastSignedInAt.ShouldBe(Now);
    }

    [Fact]
    public async Task Of_more_notes_than_may_wait_the_later_ones_are_left_to_the_next_request() => (await store.WithAsync<IServiceProvider, int>((services, _) =>
    {
        using var notes = ActivatorUtilities.CreateInstance<SignInNotes>(services);
        var ids = Enumerable.Range(0, SignInNotes.Most + 10).Select(_ => CustomerId.New(Now)).ToList();
        ids.ForEach(id => notes.Note(id, Now));
        return Task.FromResult(ids.Count(id => notes.Waiting(id) is not null));
    })).ShouldBe(SignInNotes.Most);

    protected async Task<CustomerId> AddAsync() => await store.AddCustomerAsync(CustomerId.New(TimeProvider.System.GetUtcNow()));

    protected Task<bool> NoteAsync(params (CustomerId Id, DateTimeOffset At)[] signIns) => store.WithAsync<SignInNotes, bool>((notes, cancellationToken) =>
    {
        foreach (var (id, at) in signIns)
        {
            notes.Note(id, at);
        }

        return notes.WriteAsync(cancellationToken);
    });

    protected async Task<DateTimeOffset?> SignedInAsync(CustomerId id) => await store.WriteAsync((db, cancellationToken) =>
        db.Customers.Where(customer => customer.Id == id).Select(customer => customer.LastSignedInAt).SingleAsync(cancellationToken));
}
