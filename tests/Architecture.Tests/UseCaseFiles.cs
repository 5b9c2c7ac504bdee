using System.Reflection;
using Modular.Application.Pipeline;

namespace Modular.Architecture.Tests;

/// <summary>
/// A use case is followed through three files: its endpoint's, its own, and its store's. Counted are the files whose code is called on the
/// way from the request to the database, for each database product. A file that every use case shares is read once and does not count; a file that a
/// few share is listed here with the reason, and counts for the longest way. A new file on the way makes this red.
/// </summary>
public sealed class UseCaseFiles
{
    private const int MostOfItsOwn = 3;

    // With what a few share. Placing an order is the longest way: idempotent, with an event, and by hand on each database.
    private const int MostOnTheWay = 12;

    private static readonly string[] Products = ["PostgreSql", "Sqlite"];

    /// <summary>The files that every use case shares, read once.</summary>
    private static readonly string[] SharedByAll =
    [
        "src/Domain/",
        "src/Application/Pipeline/",
        "src/Application/Identity/",
        "src/Api/Errors/",
        "src/Api/Http/",
        "src/Infrastructure/Cluster/",
        "src/Infrastructure/Database/",
        "src/Infrastructure/Identity/",
    ];

    /// <summary>The files that a few use cases share, with the reason. A file that one use case alone calls must leave this table.</summary>
    private static readonly Dictionary<string, string> SharedByFew = new(StringComparer.Ordinal)
    {
        ["src/Api/Customers/SuspensionCommand.cs"] = "the commands of operators, beside the routes, with which suspending and reinstating are asked for",
        ["src/Application/Customers/GetAccount.cs"] = "the account is the answer of every change of it",
        ["src/Application/Customers/SignalledCustomer.cs"] = "every change after which sign-ins end tells the nodes",
        ["src/Application/Customers/SignOutEverywhere.cs"] = "closing an account and staff's sign-out are a sign-out",
        ["src/Application/Orders/Fulfilment.cs"] = "paying, shipping and delivering are the same staff action",
        ["src/Application/Orders/IOrderChange.cs"] = "each change of an order goes by the order's state machine",
        ["src/Application/Orders/IOrderListing.cs"] = "the lists of orders have one page and one cursor",
        ["src/Application/Orders/OrderCursor.cs"] = "a value of the lists",
        ["src/Application/Orders/OrderDetails.cs"] = "an order is the answer of every change of it",
        ["src/Application/Orders/OrderErrors.cs"] = "errors, beside the pipeline's",
        ["src/Application/Orders/OrderStatusNames.cs"] = "a value of orders on the wire",
        ["src/Infrastructure/Customers/SignInNotes.cs"] = "the account shows a sign-in that is not written yet",
        ["src/Infrastructure/Orders/OrderQueries.cs"] = "how an order is read",
        ["src/Infrastructure/Orders/OrderStore.cs"] = "the part of the store that both products share; each has the other part in a file of its own",
        ["src/Infrastructure/Orders/OutboxEntry.cs"] = "each change of an order leaves an event",
        ["src/Infrastructure/Orders/OutboxTraces.cs"] = "each change of an order leaves an event",
        ["src/Infrastructure/Orders/OutboxSignal.cs"] = "each change of an order leaves an event",
    };

    /// <summary>Use cases that need more than three files of their own, with the files and the reason.</summary>
    private static readonly Dictionary<string, (string[] Files, string Reason)> Exceptions = new(StringComparer.Ordinal)
    {
        ["PlaceOrder"] = (
            ["src/Api/Orders/IdempotencyKeys.cs", "src/Application/Orders/IdempotencyKey.cs", "src/Infrastructure/Orders/IdempotencyRecord.cs"],
            "an idempotency key is a header, a value and a record, and only this use case has one"),
        ["WatchOrders"] = (
            ["src/Application/Orders/Events/OrderWatch.cs", "src/Application/Orders/Events/OrderWatches.cs", "src/Application/Orders/Events/IOrderEvents.cs"],
            "a stream lives longer than its request: who it is for, how many there are, and what is kept"),
        ["LinkIdentity"] = (
            ["src/Application/Customers/ICustomerStore.cs", "src/Infrastructure/Customers/CustomerQueries.cs", "src/Infrastructure/Database/*/*CustomerStore.cs"],
            "two customers become one, by statements of each database"),
        ["LinkMappedIdentity"] = (
            ["src/Infrastructure/Customers/CustomerQueries.cs"],
            "as LinkIdentity, for an operator's map"),
        ["ImportProducts"] = (
            ["src/Api/Products/ProductFile.cs"],
            "a file is in the place of the body, and is read batch by batch"),
    };

    private static readonly IReadOnlyDictionary<string, IReadOnlySet<string>> Ways = WaysOf(Source.LayerTypes());

    [Fact]
    public void A_use_case_is_in_three_files_of_its_own()
    {
        Ways.Count.ShouldBeGreaterThan(40);
        Ways.Select(way => (way.Key, Own: way.Value.Except(SharedByFew.Keys, StringComparer.Ordinal).Except(ExceptionsOf(way.Key), StringComparer.Ordinal).ToList()))
            .Where(way => way.Own.Count > MostOfItsOwn)
            .Select(way => $"{way.Key}: {string.Join(", ", way.Own)}")
            .ShouldBeEmpty("put what these need beside it, or list with its reason what several use cases share");
    }

    [Fact]
    public void No_way_from_a_request_to_the_database_is_longer() =>
        Ways.Where(way => way.Value.Count > MostOnTheWay).Select(way => $"{way.Key}: {string.Join(", ", way.Value)}").ShouldBeEmpty();

    [Fact]
    public void What_a_few_share_is_shared() => SharedByFew.Keys
        .Where(file => Ways.Where(way => way.Value.Contains(file)).Select(way => UseCaseOf(way.Key)).Distinct(StringComparer.Ordinal).Count() < 2)
        .ShouldBeEmpty("one use case calls these, or none: they leave the table");

    [Fact]
    public void An_exception_is_still_one()
    {
        foreach (var way in Ways.Where(way => Exceptions.ContainsKey(UseCaseOf(way.Key))))
        {
            ExceptionsOf(way.Key).Except(way.Value, StringComparer.Ordinal).ShouldBeEmpty($"{way.Key} does without these: they leave the table");
            way.Value.Except(SharedByFew.Keys, StringComparer.Ordinal).Count().ShouldBeGreaterThan(MostOfItsOwn, $"{way.Key} is no exception any more");
        }
    }

    [Fact]
    public void Code_behind_a_port_a_base_type_a_lambda_and_an_await_is_on_the_way()
    {
        var calls = new Calls([typeof(IPort), typeof(Base), typeof(Adapter), typeof(Caller)]);
        var known = new HashSet<MethodBase> { typeof(Caller).GetMethod(nameof(Caller.RunAsync))! };
        var work = new Queue<MethodBase>(known);
        while (work.TryDequeue(out var method))
        {
            foreach (var next in calls.From(method).Where(known.Add))
            {
                work.Enqueue(next);
            }
        }

        var called = known.Select(method => method.Name).ToList();

        called.ShouldContain(nameof(Adapter.AskAsync));
        called.ShouldContain("Fill");
        called.ShouldContain(nameof(Adapter.InALambda));
        called.ShouldNotContain(nameof(Adapter.Unused));
    }

    private static string UseCaseOf(string way) => way.Split(' ')[1];

    private static IEnumerable<string> ExceptionsOf(string way) => Exceptions.TryGetValue(UseCaseOf(way), out var exception)
        ? exception.Files.Select(file => file.Replace("*", way.Split(' ')[0], StringComparison.Ordinal))
        : [];

    /// <summary>The files on the way of each use case, by "product use case".</summary>
    private static Dictionary<string, IReadOnlySet<string>> WaysOf(IReadOnlyList<Type> types)
    {
        var calls = new Calls(types);
        var files = DeclaringFiles();
        var requests = types.Where(type => type is { IsInterface: false, IsAbstract: false } && type.IsAssignableTo(typeof(IUseCase))).ToList();
        var useCases = requests.Select(FileOf).ToHashSet(StringComparer.Ordinal);
        return (from product in Products
                from request in requests
                select KeyValuePair.Create($"{product} {request.Name}", WayOf(request, product)))
            .ToDictionary(StringComparer.Ordinal);

        IReadOnlySet<string> WayOf(Type request, string product)
        {
            var own = FileOf(request)!;
            var endpoints = Source.Uses.Where(use => use.To == request.FullName && use.Source.Layer == "Api").Select(use => files.GetValueOrDefault(use.From));
            var written = types.Where(type => !type.IsNested && FileOf(type) == own).SelectMany(WithBases).Where(type => !IsSharedByAll(FileOf(type)!, product)).ToList();
            HashSet<string> way = [own, .. endpoints.OfType<string>(), .. written.Select(type => FileOf(type)!)];
            var known = written.SelectMany(Calls.MethodsOf).ToHashSet();
            var work = new Queue<MethodBase>(known);
            while (work.TryDequeue(out var method))
            {
                foreach (var called in calls.From(method).Where(called => !known.Contains(called)))
                {
                    // A base type that several use cases share calls back each one's own part.
                    if (FileOf(called.DeclaringType!) is { } file && !IsSharedByAll(file, product) && !(called.IsVirtual && useCases.Contains(file) && file != own))
                    {
                        known.Add(called);
                        way.Add(file);
                        work.Enqueue(called);
                    }
                }
            }

            return way;
        }

        IEnumerable<Type> WithBases(Type? type)
        {
            for (; type is not null && FileOf(type) is not null; type = type.BaseType is { IsGenericType: true } closed ? closed.GetGenericTypeDefinition() : type.BaseType)
            {
                yield return type;
            }
        }

        string? FileOf(Type type)
        {
            while (type.DeclaringType is { } declaring)
            {
                type = declaring;
            }

            return files.GetValueOrDefault(type.FullName!);
        }
    }

    // The stores of the product itself are on the way; its tools, and the other product, are not.
    private static bool IsSharedByAll(string file, string product) =>
        SharedByAll.Any(shared => file.StartsWith(shared, StringComparison.Ordinal))
        && !(Path.GetDirectoryName(file) == $"src/Infrastructure/Database/{product}" && file.EndsWith("Store.cs", StringComparison.Ordinal));

    private static Dictionary<string, string> DeclaringFiles() => (
        from file in Source.Files("src", ".cs")
        let text = Source.Read(file)
        let space = Patterns.Namespace.Match(text)
        where space.Success
        from type in Patterns.TypeDeclaration.Matches(text)
        let arity = type.Groups["types"] is { Success: true } types ? $"`{types.Value.Count(c => c == ',') + 1}" : ""
        select (Name: $"{space.Groups["name"].Value}.{type.Groups["name"].Value}{arity}", File: file))
        .DistinctBy(type => type.Name, StringComparer.Ordinal)
        .ToDictionary(type => type.Name, type => type.File, StringComparer.Ordinal);

    private interface IPort
    {
        Task AskAsync();
    }

    private abstract class Base
    {
        public void Start() => Fill();

        protected abstract void Fill();
    }

    private sealed class Adapter : Base, IPort
    {
        public async Task AskAsync()
        {
            await Task.Yield();
            Start();
        }

        public static void InALambda() => Console.Out.Flush();

        public static void Unused() => Console.Out.Flush();

        protected override void Fill() => new List<int> { 1 }.ForEach(_ => InALambda());
    }

    private sealed class Caller(IPort port)
    {
        public Task RunAsync() => port.AskAsync();
    }
}
