using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Sessions;

/// <summary>A person who is signed in with one browser.</summary>
/// <param name="Id">Its id in the control API, which is not the cookie's.</param>
/// <param name="User">The signed-in user.</param>
/// <param name="AuthTime">When the password was given.</param>
/// <param name="Level">How strongly; null in a pool without step-up.</param>
internal sealed record Session(string Id, PoolUser User, DateTimeOffset AuthTime, AcrLevel? Level);
