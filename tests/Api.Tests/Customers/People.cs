using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Modular.Api.Tests.Hosting;
using Modular.Application.Identity;

namespace Modular.Api.Tests.Customers;

/// <summary>Calls that tests about people make.</summary>
internal static class People
{
    /// <summary>A person who signed in that long ago; negative for the future.</summary>
    public static HttpClient SignedInAgo(this ApiHost api, string person, TimeSpan ago) => api.With(api.TokenOf(person, ago));

    /// <summary>A token with every permission, of a sign-in that long ago.</summary>
    public static string TokenOf(this ApiHost api, string person, TimeSpan ago = default, Action<JsonObject>? change = null) =>
        api.Tokens.ForPerson(person, PermissionNames.Known, person == "carol" ? ["staff"] : null, change: claims =>
        {
            claims["auth_time"] = (api.Clock.GetUtcNow() - ago).ToUnixTimeSeconds();
            change?.Invoke(claims);
        });

    public static async Task<string> CustomerIdAsync(this HttpClient person) => (await person.GetJsonAsync("/api/account")).Text("customerId");

    /// <summary>Lets a second pass, so that the next sign-in is later than all that happened.</summary>
    public static void NextSecond(this ApiHost api) => api.Clock.Advance(TimeSpan.FromSeconds(1));

    /// <summary>Links the second token's identity to the first one's customer.</summary>
    public static Task<HttpResponseMessage> LinkAsync(this HttpClient first, string secondToken) =>
        first.PostTextAsync("/api/account/identities", $$"""{"token":"{{secondToken}}"}""");

    /// <summary>The audit trail about a customer: who, from which client, what, and about which other customer.</summary>
    public static async Task<IReadOnlyList<(string Actor, string Client, long Action, string? Other)>> AuditAsync(this ApiHost api, string customerId)
    {
        await using var connection = new SqliteConnection(api.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT actor, client_id, action, other_customer_id FROM audit_entries WHERE customer_id = $id ORDER BY id";
        command.Parameters.AddWithValue("$id", Guid.Parse(customerId, CultureInfo.InvariantCulture).ToByteArray(bigEndian: true));
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var entries = new List<(string, string, long, string?)>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            var other = reader.IsDBNull(3) ? null : new Guid((byte[])reader[3], bigEndian: true).ToString();
            entries.Add((reader.GetString(0), reader.GetString(1), reader.GetInt64(2), other));
        }

        return entries;
    }
}
