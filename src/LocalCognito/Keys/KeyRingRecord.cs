namespace Modular.LocalCognito.Keys;

/// <summary>The key ring in its file. Of each use the first one signs.</summary>
internal sealed record KeyRingRecord(
    string PoolId, IReadOnlyList<KeyRecord> Access, IReadOnlyList<KeyRecord> Id, KeyRecord? RetiredAccess, KeyRecord? RetiredId);

/// <summary>A key pair: its <c>kid</c>, and its private half as PKCS #8 in base64.</summary>
internal sealed record KeyRecord(string Kid, string Pkcs8);
