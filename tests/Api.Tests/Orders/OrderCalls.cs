using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Data.Sqlite;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Orders;

/// <summary>Calls that tests about orders make.</summary>
internal static class OrderCalls
{
    public const string OneTea = """{"lines":[{"sku":"TEA-GREEN-100","quantity":1}]}""";

    /// <summary>Places an order, and gives its address.</summary>
    public static async Task<string> PlaceAsync(this HttpClient person)
    {
        using var placed = await person.PostTextAsync("/api/orders", OneTea);
        placed.StatusCode.ShouldBe(HttpStatusCode.Created, await placed.TextAsync());
        return placed.Headers.Location!.ToString();
    }

    /// <summary>Moves an order on, in steps that must succeed: <c>pay</c>, <c>ship</c>, <c>deliver</c>, <c>cancel</c>.</summary>
    public static async Task MoveAsync(this HttpClient who, string order, params string[] steps)
    {
        foreach (var step in steps)
        {
            using var moved = await who.PostAsync($"{order}/{step}");
            moved.StatusCode.ShouldBe(HttpStatusCode.OK, await moved.TextAsync());
        }
    }

    /// <summary>Sends headers just as they are.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient client, HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The number of the order at that address.</summary>
    public static long NumberOf(string order) => long.Parse(order.Split('/')[^1], CultureInfo.InvariantCulture);

    /// <summary>The audit trail of an order: who, from which client, what.</summary>
    public static async Task<IReadOnlyList<(string Actor, string Client, long Action)>> OrderAuditAsync(this ApiHost api, string order)
    {
        await using var connection = new SqliteConnection(api.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT actor, client_id, action FROM audit_entries WHERE order_id = $id ORDER BY id";
        command.Parameters.AddWithValue("$id", NumberOf(order));
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var entries = new List<(string, string, long)>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            entries.Add((reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
        }

        return entries;
    }

    /// <summary>Asserts that two answers differ in nothing but when they were given.</summary>
    public static async Task ShouldBeByteForByteAsync(this HttpResponseMessage response, HttpResponseMessage other)
    {
        response.StatusCode.ShouldBe(other.StatusCode);
        (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))
            .ShouldBe(await other.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        HeadersOf(response).ShouldBe(HeadersOf(other));

        static IEnumerable<string> HeadersOf(HttpResponseMessage answer) => answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not ("Date" or TraceId.Header))
            .Select(header => $"{header.Key}: {string.Join(',', header.Value)}")
            .Order(StringComparer.Ordinal);
    }
}
