using System.Text.Json.Nodes;
using Modular.AppHost.Programs;

namespace Modular.AppHost.Figure;

/// <summary>
/// The stand-in's own sample pool with the app client's present port in its redirect addresses: a provider sends people to
/// registered addresses only, to the letter.
/// </summary>
internal static class SamplePool
{
    /// <returns>The path of the pool file written to <paramref name="folder"/>.</returns>
    public static string For(Ports ports, DirectoryInfo folder)
    {
        var shipped = Path.Combine(BuiltProgram.Find("LocalCognito").Folder, "pool.json");
        var pool = JsonNode.Parse(File.ReadAllText(shipped))!;
        foreach (var addresses in pool["clients"]!.AsArray().SelectMany(client => new[] { client!["redirectUris"], client["logoutUris"] }))
        {
            Move(addresses?.AsArray() ?? [], Ports.Default.AppClientAddress, ports.AppClientAddress);
        }

        var moved = Path.Combine(folder.FullName, "pool.json");
        File.WriteAllText(moved, pool.ToJsonString());
        return moved;
    }

    private static void Move(JsonArray addresses, string from, string to)
    {
        for (var index = 0; index < addresses.Count; index++)
        {
            var address = addresses[index]!.GetValue<string>();
            if (address.StartsWith(from + "/", StringComparison.Ordinal))
            {
                addresses[index] = to + address[from.Length..];
            }
        }
    }
}
