namespace Modular.LocalCognito.Keys;

/// <summary>
/// The two key pairs of a pool that has none yet. Making them is most of the program's start, so it begins before anything else does, and
/// on threads of its own: on the pool's few it would hold up the server.
/// </summary>
internal sealed class FirstKeys
{
    private readonly Task<SigningKey> _access;
    private readonly Task<SigningKey> _id;

    private FirstKeys(Func<SigningKey> newKey) => (_access, _id) = (Make(newKey), Make(newKey));

    public static FirstKeys Start(Func<SigningKey> newKey) => new(newKey);

    public async Task<PublishedKeys> WhenMadeAsync() => new([await _access], [await _id], RetiredAccess: null, RetiredId: null);

    private static Task<SigningKey> Make(Func<SigningKey> newKey) =>
        Task.Factory.StartNew(newKey, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
