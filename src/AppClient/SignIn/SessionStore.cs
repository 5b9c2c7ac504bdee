using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.WebUtilities;

namespace Modular.AppClient.SignIn;

/// <summary>
/// The signed-in people's sessions with their tokens, in this process's memory: the browser gets an id and nothing else.
/// Holds at most <see cref="Most"/>; then the oldest goes, and its owner signs in again.
/// </summary>
internal sealed class SessionStore(TimeProvider time) : ITicketStore
{
    /// <summary>About 4 KB each.</summary>
    public const int Most = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Session>> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<Session> _oldestFirst = new();

    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var id = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        lock (_lock)
        {
            while (_oldestFirst.First is { } oldest && (_byId.Count >= Most || HasEnded(oldest.Value.Ticket)))
            {
                Remove(oldest);
            }

            _byId[id] = _oldestFirst.AddLast(new Session(id, ticket));
        }

        return Task.FromResult(id);
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(key, out var session))
            {
                session.Value = session.Value with { Ticket = ticket };
            }
        }

        return Task.CompletedTask;
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        lock (_lock)
        {
            if (!_byId.TryGetValue(key, out var session))
            {
                return Task.FromResult<AuthenticationTicket?>(null);
            }

            if (HasEnded(session.Value.Ticket))
            {
                Remove(session);
                return Task.FromResult<AuthenticationTicket?>(null);
            }

            return Task.FromResult<AuthenticationTicket?>(session.Value.Ticket);
        }
    }

    public Task RemoveAsync(string key)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(key, out var session))
            {
                Remove(session);
            }
        }

        return Task.CompletedTask;
    }

    private bool HasEnded(AuthenticationTicket ticket) => ticket.Properties.ExpiresUtc <= time.GetUtcNow();

    private void Remove(LinkedListNode<Session> session)
    {
        _oldestFirst.Remove(session);
        _byId.Remove(session.Value.Id);
    }

    private sealed record Session(string Id, AuthenticationTicket Ticket);
}
