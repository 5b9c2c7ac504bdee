using System.Net;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Providers;
using Modular.Infrastructure.Tests.Database.PostgreSql;

namespace Modular.Api.Tests.Load;

/// <summary>200 who want to change one order at once, by HTTP: each is answered as if they had come one after the other.</summary>
public sealed class CrowdTests(PostgreSqlServer server)
{
    private const int Orders = 5;
    private const int Crowd = 200;

    private static readonly IReadOnlyList<(string Action, string Leads, IReadOnlyList<string> From)> Changes =
    [
        ("cancel", "CANCELLED", ["PLACED", "PAID"]),
        ("pay", "PAID", ["PLACED"]),
        ("ship", "SHIPPING", ["PAID"]),
        ("deliver", "DELIVERED", ["SHIPPING"]),
    ];

    [Fact]
    public async Task On_SQLite_each_of_200_changes_at_once_is_done_in_its_turn_or_truly_illegal()
    {
        await using var database = KeptDatabase.OnSqlite();
        await RunAsync(database);
    }

    [Fact]
    public async Task On_PostgreSQL_each_of_200_changes_at_once_is_done_in_its_turn_or_truly_illegal()
    {
        await using var database = await KeptDatabase.OnPostgreSqlAsync(server);
        await RunAsync(database);
    }

    private static async Task RunAsync(KeptDatabase database)
    {
        await using var provider = new SharedKeyProvider();
        await using var node = await ApiNode.StartAsync([.. TrustedProvider.Trusting(("main", provider)), .. database.Settings]);
        using var owner = node.With(await provider.PersonTokenAsync("alice"));
        using var machine = node.With(await provider.MachineTokenAsync("orders.fulfil"));
        for (var i = 0; i < Orders; i++)
        {
            using var placed = await owner.PostTextAsync("/api/orders", """{"lines":[{"sku":"TEA-GREEN-100","quantity":1}]}""");
            await RushAsync(owner, machine, placed.Headers.Location!.ToString());
        }
    }

    private static async Task RushAsync(HttpClient owner, HttpClient machine, string order)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(async i =>
        {
            // The steps towards delivery first, or every order would be cancelled before.
            var change = Changes[(Changes.Count - 1 - i) & 3];
            using var response = await (change.Action == "cancel" ? owner : machine).PostAsync($"{order}/{change.Action}");
            return (change, response.StatusCode, Tag: response.Headers.ETag?.Tag, Body: await response.JsonAsync());
        }));

        var history = (await owner.GetJsonAsync(order)).GetProperty("history").EnumerateArray().Select(step => step.Text("status")).ToList();
        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK || answer.StatusCode == HttpStatusCode.Conflict);
        var done = answers.Where(answer => answer.StatusCode == HttpStatusCode.OK).ToList();
        done.Select(answer => answer.change.Leads).ShouldBe(history.Skip(1), ignoreOrder: true);
        done.Select(answer => answer.Tag).ShouldBe(Enumerable.Range(2, done.Count).Select(version => $"\"{version}\""), ignoreOrder: true);
        foreach (var (from, to) in history.Zip(history.Skip(1)))
        {
            Changes.Single(change => change.Leads == to).From.ShouldContain(from);
        }

        foreach (var refused in answers.Where(answer => answer.StatusCode == HttpStatusCode.Conflict))
        {
            var current = refused.Body.Text("current");
            history.ShouldContain(current);
            refused.change.From.ShouldNotContain(current, $"{refused.change.Action} was refused although it was legal.");
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{done.Count} of {Crowd} were done: {string.Join(" → ", history)}.");
    }
}
