using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Sessions;

/// <summary>A person who is signed in with one browser.</summary>
/// <param name="Id">What the control API calls it; it opens nothing.</param>
/// <param name="User">Who is signed in.</param>
/// <param name="AuthTime">When the password was given.</param>
/// <param name="Level">How strongly; null in a pool without step-up.</param>
internal sealed record Session(string Id, PoolUser User, DateTimeOffset AuthTime, AcrLevel? Level);
