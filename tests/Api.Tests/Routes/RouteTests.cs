using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Modular.Api.Tests.Customers;
using Modular.Api.Tests.Hosting;
using Modular.Application.Identity;

namespace Modular.Api.Tests.Routes;

/// <summary>
/// The access rule of every route that the server maps, tried by: an anonymous caller, one without the scope, one who is not staff, a machine, a suspended customer, a
/// stranger. A new route is asked the same, and one that <see cref="Ground"/> knows nothing of fails.
/// </summary>
public sealed class RouteTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Rubbish = "{\"rubbish";

    private IReadOnlyList<Route> Routes => Route.Of([api.Services.GetRequiredService<EndpointDataSource>()]);

    public static async Task<IEnumerable<TheoryDataRow<string>>> Every() => await NamesAsync(_ => true);

    public static async Task<IEnumerable<TheoryDataRow<string>>> EveryForStaff() => await NamesAsync(route => route.IsForStaff);

    public static async Task<IEnumerable<TheoryDataRow<string>>> EveryThatAsksForARecentSignIn() => await NamesAsync(route => route.Access!.StepUp is not null);

    public static async Task<IEnumerable<TheoryDataRow<string>>> EveryThatNamesSomething() => await NamesAsync(route => route.NamesSomething);

    public static async Task<IEnumerable<TheoryDataRow<string>>> EveryThatChangesSomething() => await NamesAsync(route => route.Method != "GET");

    public static async Task<IEnumerable<TheoryDataRow<string>>> EveryThatNamesNothing() => await NamesAsync(route => !route.NamesSomething);

    [Fact]
    public void Whatever_is_mapped_says_who_may_and_is_known_here_and_the_other_way_round()
    {
        Routes.Count.ShouldBeGreaterThan(20);
        Routes.ShouldAllBe(route => Ground.Of(route) != null);
        Ground.Routes.ShouldBe(Routes.Select(route => route.ToString()), ignoreOrder: true);
    }

    [Fact]
    public async Task A_new_route_is_seen_and_fails_until_it_is_known()
    {
        await using var app = Build();
        app.MapGet("/api/inventions/{id}", () => "Here you are.");
        app.MapGet("/api/secrets/{id}", () => "Here you are.").WithMetadata(Application.Pipeline.Access.Own(Permissions.OrdersRead));

        var added = Route.Of(((IEndpointRouteBuilder)app).DataSources).Where(route => !Ground.Routes.Contains(route.ToString())).ToList();

        added.Select(route => route.ToString()).ShouldBe(["GET /api/inventions/{id}", "GET /api/secrets/{id}"]);
        Should.Throw<InvalidOperationException>(() => Ground.Of(added[0])).Message.ShouldBe(
            "GET /api/inventions/{id} does not say who may: map it with UseCaseEndpoints, so that the request type's Access is its metadata.");
        Should.Throw<InvalidOperationException>(() => Ground.Of(added[1])).Message.ShouldBe(
            "Nothing is known of GET /api/secrets/{id}: add it to Ground, with whose data it is about and, if its address names a thing, how to make one.");
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Nobody_gets_in_before_anything_is_read(string name)
    {
        var (route, ground) = Find(name);

        using var response = await SendAsync(api.Anonymous(), route, ground.None, Rubbish);

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        response.ShouldChallenge();
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_token_without_the_scope_is_told_which_before_anything_is_read(string name)
    {
        var (route, ground) = Find(name);
        var needed = route.Access!.Permissions.Select(permission => permission.Name()).ToList();

        using var response = await SendAsync(api.SignedInAs("carol", [.. PermissionNames.Known.Except(needed)]), route, ground.None, Rubbish);

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "insufficient-scope");
        response.ShouldChallenge($"error=\"insufficient_scope\", scope=\"modular/{needed[0]}\"");
    }

    [Theory]
    [MemberData(nameof(EveryForStaff))]
    public async Task The_scope_makes_nobody_staff(string name)
    {
        var (route, ground) = Find(name);

        using var response = await SendAsync(api.SignedInAs("mallory"), route, ground.None, Rubbish);

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "not-permitted");
        response.Challenge().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_machine_stays_out_of_what_is_a_persons_own_and_gets_in_everywhere_else(string name)
    {
        var (route, ground) = Find(name);

        using var response = await SendAsync(api.SignedInAsMachine(), route, ground.None, ground.Body);

        if (ground.Whose == Whose.Mine)
        {
            await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "person-required");
            response.Challenge().ShouldBeEmpty();
        }
        else
        {
            response.StatusCode.ShouldBe(route.NamesSomething && !route.Pattern.EndsWith("/orders", StringComparison.Ordinal)
                ? HttpStatusCode.NotFound
                : HttpStatusCode.OK);
        }
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Who_is_suspended_gets_in_nowhere(string name)
    {
        var (route, ground) = Find(name);
        await SuspendAsync("helen");

        using var response = await SendAsync(api.SignedInAs("helen"), route, ground.None, Rubbish);

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "customer-suspended");
        response.Challenge().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(EveryThatAsksForARecentSignIn))]
    public async Task A_sign_in_of_long_ago_is_asked_for_a_new_one_before_anything_is_read(string name)
    {
        var (route, ground) = Find(name);

        using var response = await SendAsync(api.SignedInAgo("carol", TimeSpan.FromSeconds(301)), route, ground.None, Rubbish);

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "insufficient-user-authentication");
        response.Challenge().ShouldContain("max_age=\"300\"");
    }

    [Theory]
    [MemberData(nameof(EveryThatChangesSomething))]
    public async Task A_condition_that_does_not_hold_is_never_ignored(string name)
    {
        var (route, ground) = Find(name);
        var olga = api.SignedInAs("olga of " + name);
        var theirs = ground.MakeAsync is null ? "" : await ground.MakeAsync(olga);
        var caller = ground.Whose == Whose.Anybodys ? api.SignedInAsMachine() : olga;

        using var response = await SendAsync(caller, route, theirs, ground.Body, ("If-Match", "\"nothing-has-this-tag\""));

        // An access token in a body is checked first.
        if (response.StatusCode != HttpStatusCode.BadRequest || !route.Pattern.EndsWith("/identities", StringComparison.Ordinal))
        {
            await response.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition-failed");
        }
    }

    [Theory]
    [MemberData(nameof(EveryThatNamesSomething))]
    public async Task What_is_a_strangers_is_byte_for_byte_as_none(string name)
    {
        var (route, ground) = Find(name);
        var theirs = await ground.MakeAsync!(api.SignedInAs("olga"));
        var mallory = api.SignedInAs("mallory");

        using var response = await SendAsync(mallory, route, theirs, ground.Body);
        using var none = await SendAsync(mallory, route, ground.None, ground.Body);

        response.StatusCode.ShouldBe(ground.Whose == Whose.Anybodys ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound);
        (await WholeAsync(response)).ShouldBe(await WholeAsync(none));
        await api.SignedInAs("olga").GetJsonAsync("/api/account");
    }

    [Theory]
    [MemberData(nameof(EveryThatNamesNothing))]
    public async Task What_names_nothing_answers_a_stranger_with_nothing_of_anybody_elses(string name)
    {
        const string Mark = "olga-of-the-marked-profile";
        var (route, ground) = Find(name);
        var olga = api.SignedInAs(Mark);
        using var described = await olga.PutTextAsync("/api/profile", $$"""{"name":"{{Mark}}"}""");
        using var placed = await olga.PostTextAsync("/api/orders", """{"lines":[{"sku":"CUP-PORCELAIN","quantity":7}]}""");
        var order = (await placed.JsonAsync()).GetProperty("id").GetRawText();
        var id = await olga.CustomerIdAsync();

        using var response = await SendAsync(api.SignedInAs("mallory of " + name), route, "", ground.Body);

        var whole = await WholeAsync(response);
        whole.ShouldNotContain(Mark);
        whole.ShouldNotContain(id);
        whole.ShouldNotContain($"\"id\":{order},");
        (await olga.GetJsonAsync("/api/profile")).Text("name").ShouldBe(Mark);
        (await olga.GetJsonAsync("/api/orders")).OrderIds().ShouldNotBeEmpty();
    }

    private static async Task<IEnumerable<TheoryDataRow<string>>> NamesAsync(Func<Route, bool> which)
    {
        await using var app = Build();
        return [.. Route.Of(((IEndpointRouteBuilder)app).DataSources).Where(which).Select(route => new TheoryDataRow<string>(route.ToString()))];
    }

    private static WebApplication Build() =>
        ApiProgram.Build(["--environment=Development", "--Identity:Providers:fake:Kind=Fake", "--ConnectionStrings:Modular=Data Source=never-opened.db"]);

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, Route route, string thing, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.At(thing));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (header, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(header, value).ShouldBeTrue();
        }

        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>Everything that one request's answer may have in common with another's; of a stream, its beginning.</summary>
    private static async Task<string> WholeAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key is not ("Date" or TraceId.Header))
            .Select(header => $"{header.Key}: {string.Join(',', header.Value)}")
            .Order(StringComparer.Ordinal);
        var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        return $"{(int)response.StatusCode}\n{string.Join('\n', headers)}\n\n{(isStream ? await BeginningAsync(response) : await response.TextAsync())}";
    }

    private static async Task<string> BeginningAsync(HttpResponseMessage response)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var beginning = new StringBuilder();
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 } line)
        {
            beginning.AppendLine(line);
        }

        return beginning.ToString();
    }

    private (Route Route, Ground Ground) Find(string name)
    {
        var route = Routes.Single(route => route.ToString() == name);
        return (route, Ground.Of(route));
    }

    private async Task SuspendAsync(string person)
    {
        await using var scope = api.Services.CreateAsyncScope();
        var customers = scope.ServiceProvider.GetRequiredService<Application.Customers.ICustomerStore>();
        var known = await customers.FindByIdentityAsync("https://fake.invalid", person, TestContext.Current.CancellationToken);
        if (known?.Status == Domain.Customers.CustomerStatus.Suspended)
        {
            return;
        }

        using var done = await api.SignedInAsMachine().PostAsync($"/api/customers/{await api.SignedInAs(person).CustomerIdAsync()}/suspend");
        await done.ShouldBeDoneAsync();
    }
}
