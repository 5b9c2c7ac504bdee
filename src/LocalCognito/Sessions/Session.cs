using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Sessions;

/// <summary>A person who is signed in with this browser, and when the password was given.</summary>
internal sealed record Session(PoolUser User, DateTimeOffset AuthTime);
