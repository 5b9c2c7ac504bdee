using System.Collections.Immutable;
using System.Security.Cryptography;
using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Keys;

/// <summary>Keeps the key ring, when a data folder is configured.</summary>
internal sealed class JwksFile(UserPool pool, DataFolder? folder)
{
    private const string Name = "keys";

    /// <summary>Null on the first start, and always without a data folder.</summary>
    public PublishedKeys? Read()
    {
        if (folder?.Read(Name, KeyRingJson.Default.KeyRingRecord) is not { } record)
        {
            return null;
        }

        if (!string.Equals(record.PoolId, pool.PoolId, StringComparison.Ordinal))
        {
            throw new StartRefusedException(
                $"LocalCognito:DataFolder holds the state of the pool '{record.PoolId}', not of '{pool.PoolId}': give each pool its own folder.");
        }

        try
        {
            return record.Access.Count > 0 && record.Id.Count > 0
                ? new PublishedKeys(Keys(record.Access), Keys(record.Id), Key(record.RetiredAccess), Key(record.RetiredId))
                : throw folder.Damaged(Name);
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            throw folder.Damaged(Name, error);
        }
    }

    public void Write(PublishedKeys keys) => folder?.Write(
        Name,
        new KeyRingRecord(
            pool.PoolId,
            [.. keys.Access.Select(key => Record(key)!)],
            [.. keys.Id.Select(key => Record(key)!)],
            Record(keys.RetiredAccess),
            Record(keys.RetiredId)),
        KeyRingJson.Default.KeyRingRecord);

    private static ImmutableArray<SigningKey> Keys(IEnumerable<KeyRecord> records) =>
        [.. records.Select(record => Key(record) ?? throw new FormatException("A key is missing."))];

    private static SigningKey? Key(KeyRecord? record)
    {
        if (record is null)
        {
            return null;
        }

        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Convert.FromBase64String(record.Pkcs8), out _);
        return SigningKey.Of(rsa, record.Kid);
    }

    private static KeyRecord? Record(SigningKey? key) => key is null ? null : new KeyRecord(key.Kid, Convert.ToBase64String(key.ExportPkcs8()));
}
