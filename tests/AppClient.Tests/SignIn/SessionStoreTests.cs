using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Time.Testing;
using Modular.AppClient.SignIn;

namespace Modular.AppClient.Tests.SignIn;

public sealed class SessionStoreTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly SessionStore _store;

    public SessionStoreTests() => _store = new SessionStore(_clock);

    [Fact]
    public async Task A_session_is_found_by_its_id_until_it_ends()
    {
        var ticket = Ticket();
        var id = await _store.StoreAsync(ticket);

        (await _store.RetrieveAsync(id)).ShouldBeSameAs(ticket);
        (await _store.RetrieveAsync("another")).ShouldBeNull();
        _clock.Advance(TimeSpan.FromHours(1));
        (await _store.RetrieveAsync(id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_removed_session_is_gone_and_cannot_be_renewed()
    {
        var id = await _store.StoreAsync(Ticket());

        await _store.RemoveAsync(id);
        await _store.RenewAsync(id, Ticket());

        (await _store.RetrieveAsync(id)).ShouldBeNull();
    }

    [Fact]
    public async Task Ids_are_long_and_never_the_same()
    {
        var ids = new[] { await _store.StoreAsync(Ticket()), await _store.StoreAsync(Ticket()) };

        ids.Distinct(StringComparer.Ordinal).Count().ShouldBe(2);
        ids.ShouldAllBe(id => id.Length == 43);
    }

    [Fact]
    public async Task When_it_is_full_the_oldest_session_goes()
    {
        var oldest = await _store.StoreAsync(Ticket());
        var second = await _store.StoreAsync(Ticket());
        for (var count = 2; count <= SessionStore.Most; count++)
        {
            await _store.StoreAsync(Ticket());
        }

        (await _store.RetrieveAsync(oldest)).ShouldBeNull();
        (await _store.RetrieveAsync(second)).ShouldNotBeNull();
    }

    private AuthenticationTicket Ticket() => new(
        new ClaimsPrincipal(), new AuthenticationProperties { ExpiresUtc = _clock.GetUtcNow().AddHours(1) }, "test");
}
