using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Modular.Api.Tests.Customers;
using Modular.Api.Tests.Hosting;
using Modular.Application.Identity;

namespace Modular.Api.Tests.Orders;

/// <summary>My orders' changes as server-sent events: all of mine, none of others, and only as long as I have access.</summary>
public sealed class OrderEventsTests(ApiHost api) : IClassFixture<ApiHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_stream_begins_by_saying_that_it_is_ready_and_from_where()
    {
        var (stream, beginning) = await EventReader.OpenAsync(api.SignedInAs("rita"));
        using (stream)
        {
            beginning.Event.ShouldBe("ready");
            beginning.Position.ShouldBeGreaterThanOrEqualTo(0);
            stream.Response.Content.Headers.ContentType?.ToString().ShouldBe("text/event-stream");
            stream.Response.Headers.CacheControl?.ToString().ShouldBe("no-store, no-transform");
        }
    }

    [Fact]
    public async Task What_happens_to_my_orders_is_told_in_sequence_whoever_does_it_and_nothing_of_anybody_elses()
    {
        var (stream, beginning) = await EventReader.OpenAsync(api.SignedInAs("rita"));
        using (stream)
        {
            await api.SignedInAs("sina").PlaceAsync();
            var order = await api.SignedInAs("rita").PlaceAsync();
            await api.SignedInAs("sina").PlaceAsync();
            await api.SignedInAsMachine("orders.fulfil").MoveAsync(order, "pay");
            await api.SignedInAs("rita").MoveAsync(order, "cancel");

            var told = new[] { await NextAsync(stream), await NextAsync(stream), await NextAsync(stream) };

            told.Select(message => message.Event).ShouldAllBe(name => name == "order");
            told.Select(StatusOf).ShouldBe([(OrderCalls.NumberOf(order), "PLACED"), (OrderCalls.NumberOf(order), "PAID"), (OrderCalls.NumberOf(order), "CANCELLED")]);
            var positions = told.Select(message => message.Position).Prepend(beginning.Position).ToList();
            positions.ShouldBe(positions.Distinct().Order());
            JsonSerializer.Deserialize<JsonElement>(told[0].Data).Names().ShouldBe(["id", "status", "at"]);
        }
    }

    [Fact]
    public async Task Who_comes_back_is_told_what_came_since_by_this_server_and_by_another()
    {
        var tara = api.SignedInAs("tara");
        var (stream, beginning) = await EventReader.OpenAsync(tara);
        stream.Dispose();
        var order = await tara.PlaceAsync();
        await api.SignedInAsMachine("orders.fulfil").MoveAsync(order, "pay", "ship");
        var number = OrderCalls.NumberOf(order);

        var (here, first) = await EventReader.OpenAsync(tara, beginning.Id);
        using (here)
        {
            first.ShouldBe(new EventReader.Message("ready", beginning.Id, "{}") { Retry = "3000" });
            var placed = await NextAsync(here);
            StatusOf(placed).ShouldBe((number, "PLACED"));

            await using var restarted = new Restarted(api);
            restarted.Clock.SetUtcNow(api.Clock.GetUtcNow());
            var (there, second) = await EventReader.OpenAsync(restarted.SignedInAs("tara"), placed.Id);
            using (there)
            {
                second.ShouldBe(new EventReader.Message("ready", placed.Id, "{}") { Retry = "3000" });
                StatusOf(await NextAsync(there)).ShouldBe((number, "PAID"));
                StatusOf(await NextAsync(there)).ShouldBe((number, "SHIPPING"));
            }
        }
    }

    [Fact]
    public async Task What_another_server_did_is_told_within_the_next_look()
    {
        await using var other = new Restarted(api);
        other.Clock.SetUtcNow(api.Clock.GetUtcNow());
        var (stream, _) = await EventReader.OpenAsync(api.SignedInAs("uwe"));
        using (stream)
        {
            var order = await other.SignedInAs("uwe").PlaceAsync();

            var told = await api.AsTimePassesAsync(() => NextOrderAsync(stream));

            StatusOf(told).ShouldBe((OrderCalls.NumberOf(order), "PLACED"));
        }
    }

    [Fact]
    public async Task Who_knows_an_event_of_another_database_has_to_look_at_the_orders_again()
    {
        var (stream, beginning) = await EventReader.OpenAsync(api.SignedInAs("rita"), "999999999");
        using (stream)
        {
            beginning.Event.ShouldBe("reset");
            var order = await api.SignedInAs("rita").PlaceAsync();
            StatusOf(await NextAsync(stream)).ShouldBe((OrderCalls.NumberOf(order), "PLACED"));
        }
    }

    [Fact]
    public async Task Who_was_away_longer_than_events_are_kept_has_to_look_at_the_orders_again()
    {
        await using var host = new ApiHost();
        var rita = host.SignedInAs("rita");
        var (before, known) = await EventReader.OpenAsync(rita);
        await rita.PlaceAsync();
        var last = await NextAsync(before);
        await rita.PlaceAsync();
        var newest = await NextAsync(before);
        before.Dispose();
        await ForgetAsync(host, upTo: last.Position);

        var (gone, beginning) = await EventReader.OpenAsync(rita, known.Id);
        gone.Dispose();
        var (kept, continued) = await EventReader.OpenAsync(rita, last.Id);
        kept.Dispose();

        beginning.ShouldBe(new EventReader.Message("reset", newest.Id, "{}") { Retry = "3000" });
        continued.ShouldBe(new EventReader.Message("ready", last.Id, "{}") { Retry = "3000" });
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData(" 1x")]
    [InlineData("99999999999999999999")]
    [InlineData("1", "2")]
    public async Task What_is_no_id_of_an_event_is_400_and_not_repeated(params string[] ids)
    {
        using var response = await EventReader.AskAsync(api.SignedInAs("rita"), ids);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        problem.GetProperty("errors").Names().ShouldBe(["Last-Event-ID"]);
        (await response.TextAsync()).ShouldNotContain("999999");
    }

    [Fact]
    public async Task In_silence_there_is_a_sign_of_life_every_15_seconds()
    {
        var (stream, _) = await EventReader.OpenAsync(api.SignedInAs("rita"));
        using (stream)
        {
            var began = api.Clock.GetUtcNow();

            var beat = await api.AsTimePassesAsync(() => NextAsync(stream));

            beat.Event.ShouldBe("(comment)");
            (api.Clock.GetUtcNow() - began).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(15));
        }
    }

    [Fact]
    public async Task It_ends_with_the_token()
    {
        // Tokens know whole seconds.
        var expiry = DateTimeOffset.FromUnixTimeSeconds(api.Clock.GetUtcNow().ToUnixTimeSeconds() + 20);
        var token = api.Tokens.ForPerson("vera", PermissionNames.Known, change: claims => claims["exp"] = expiry.ToUnixTimeSeconds());
        var (stream, _) = await EventReader.OpenAsync(api.With(token));
        using (stream)
        {
            var messages = await api.AsTimePassesAsync(stream.ReadToEndAsync);

            messages.ShouldAllBe(message => message.Event == "(comment)");
            api.Clock.GetUtcNow().ShouldBeGreaterThanOrEqualTo(expiry);
        }
    }

    [Fact]
    public async Task It_ends_at_once_when_the_customer_signs_out_everywhere() =>
        await EndsWhenAsync("wanda", async wanda => await wanda.PostAsync("/api/account/sign-out-everywhere"));

    [Fact]
    public async Task It_ends_at_once_when_staff_sign_the_customer_out() => await EndsWhenAsync(
        "xaver", async xaver => await api.SignedInAs("carol").PostAsync($"/api/customers/{await xaver.CustomerIdAsync()}/sign-out-everywhere"));

    [Fact]
    public async Task It_ends_at_once_when_the_customer_is_suspended() => await EndsWhenAsync(
        "yves", async yves => await api.SignedInAs("carol").PostAsync($"/api/customers/{await yves.CustomerIdAsync()}/suspend"));

    [Fact]
    public async Task It_ends_at_once_when_the_account_is_closed() =>
        await EndsWhenAsync("zita", async zita => await zita.DeleteAnswerAsync("/api/account"));

    [Fact]
    public async Task It_ends_at_once_when_its_identity_is_removed_and_the_others_stay()
    {
        var anke = api.SignedInAs("anke");
        using var linked = await anke.LinkAsync(api.TokenOf("anke-next"));
        var (stays, _) = await EventReader.OpenAsync(anke);
        using (stays)
        {
            await EndsWhenAsync("anke-next", async _ =>
            {
                var identities = (await anke.GetJsonAsync("/api/account")).GetProperty("identities").EnumerateArray();
                var next = identities.Single(identity => identity.Text("subject") == "anke-next").Text("id");
                return await anke.DeleteAnswerAsync($"/api/account/identities/{next}");
            });

            var order = await anke.PlaceAsync();
            StatusOf(await NextAsync(stays)).ShouldBe((OrderCalls.NumberOf(order), "PLACED"));
        }
    }

    [Fact]
    public async Task The_eleventh_stream_displaces_the_oldest_which_is_told_when_to_come_back_and_misses_nothing()
    {
        var bea = api.SignedInAs("bea");
        var streams = await OpenManyAsync(bea, 10);
        await bea.PlaceAsync();
        var last = await NextAsync(streams[0]);

        var (newest, beginning) = await EventReader.OpenAsync(bea);
        beginning.Event.ShouldBe("ready");
        var displaced = await streams[0].ReadToEndAsync();
        displaced.ShouldHaveSingleItem().ShouldBe(new EventReader.Message("displaced", "", "{}") { Retry = "60000" });

        var order = await bea.PlaceAsync();
        StatusOf(await NextAsync(newest)).ShouldBe((OrderCalls.NumberOf(order), "PLACED"));
        var (resumed, again) = await EventReader.OpenAsync(bea, last.Id);
        again.ShouldBe(new EventReader.Message("ready", last.Id, "{}") { Retry = "3000" });
        StatusOf(await NextAsync(resumed)).ShouldBe((OrderCalls.NumberOf(order), "PLACED"));
        streams.ForEach(stream => stream.Dispose());
        newest.Dispose();
        resumed.Dispose();
    }

    [Fact]
    public async Task A_client_that_comes_back_at_once_again_and_again_gets_no_429_and_leaves_the_open_streams_alone()
    {
        var dora = api.SignedInAs("dora");
        var streams = await OpenManyAsync(dora, 20);

        for (var i = 0; i < 5; i++)
        {
            var (refused, told) = await EventReader.OpenAsync(dora);
            told.ShouldBe(new EventReader.Message("displaced", "", "{}") { Retry = "60000" });
            (await refused.ReadToEndAsync()).ShouldBeEmpty();
            refused.Dispose();
        }

        var order = await dora.PlaceAsync();
        foreach (var stream in streams[10..])
        {
            StatusOf(await NextAsync(stream)).ShouldBe((OrderCalls.NumberOf(order), "PLACED"));
        }

        streams.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task Proxies_are_told_to_pass_events_on_as_they_come()
    {
        var (stream, _) = await EventReader.OpenAsync(api.SignedInAs("rita"));
        using (stream)
        {
            stream.Response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
            stream.Response.Headers.CacheControl!.NoTransform.ShouldBeTrue();
            stream.Response.Content.Headers.ContentEncoding.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Beginning_and_end_are_in_the_log_with_the_reason()
    {
        var (stream, _) = await EventReader.OpenAsync(api.SignedInAs("erna"));
        stream.Dispose();

        await Eventually.HoldsAsync("the log has the end", Patience, () => Task.FromResult(
            api.Log.GetSnapshot().Any(line => line.Message == "An event stream ended: the client left")));
        api.Log.GetSnapshot().ShouldContain(line => line.Message == "An event stream began");
    }

    [Fact]
    public async Task It_ends_when_the_server_stops()
    {
        await using var host = new ApiHost();
        var (stream, _) = await EventReader.OpenAsync(host.SignedInAs("rita"));
        using (stream)
        {
            host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

            (await stream.ReadToEndAsync()).ShouldBeEmpty();
        }
    }

    private static async Task<List<EventReader>> OpenManyAsync(HttpClient client, int count)
    {
        List<EventReader> streams = [];
        for (var i = 0; i < count; i++)
        {
            streams.Add((await EventReader.OpenAsync(client)).Stream);
        }

        return streams;
    }

    private static async Task<EventReader.Message> NextAsync(EventReader stream) =>
        await stream.NextAsync() ?? throw new InvalidOperationException("The stream ended.");

    private static async Task<EventReader.Message> NextOrderAsync(EventReader stream)
    {
        var message = await NextAsync(stream);
        while (message.Event == "(comment)")
        {
            message = await NextAsync(stream);
        }

        return message;
    }

    private static (long Id, string Status) StatusOf(EventReader.Message message)
    {
        var data = JsonSerializer.Deserialize<JsonElement>(message.Data);
        return (data.GetProperty("id").GetInt64(), data.Text("status"));
    }

    private static async Task ForgetAsync(ApiHost host, long upTo)
    {
        await using var connection = new SqliteConnection(host.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM order_events WHERE position <= $upTo";
        command.Parameters.AddWithValue("$upTo", upTo);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The clock stands still: what ends the stream is what is done.</summary>
    private async Task EndsWhenAsync(string person, Func<HttpClient, Task<HttpResponseMessage>> act)
    {
        var client = api.SignedInAs(person);
        var (stream, _) = await EventReader.OpenAsync(client);
        using (stream)
        {
            using var done = await act(client);
            await done.ShouldBeDoneAsync();

            (await stream.ReadToEndAsync()).ShouldBeEmpty();
        }
    }
}
