using Modular.Application.Pipeline;

namespace Modular.Architecture.Tests;

/// <summary>
/// Operators are callers: a command sends use cases, so that the pipeline authorizes, validates and records what it does, and touches no store
/// itself. Found by what describes a command to the command line.
/// </summary>
public class Operators
{
    private const string Described = "Modular.Api.CommandLine.DocumentedCommand";

    private const string Sender = "Modular.Api.CommandLine.OperatorSender";

    private const string SigningIn = "SignInAsOperator(";

    /// <summary>Commands that send nothing, with the reason.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["Modular.Api.Database.MigrateCommand"] = "there are no tables yet on which a use case could run",
        ["Modular.Api.Identity.ExplainToken"] = "asks the identity port alone, as a request does before there is a caller",
    };

    private static readonly IReadOnlyList<Use> Uses = Source.Uses;

    private static readonly IReadOnlySet<string> Requests = Source.LayerTypes()
        .Where(type => type is { IsInterface: false } && type.IsAssignableTo(typeof(IUseCase)))
        .Select(type => type.FullName!)
        .ToHashSet(StringComparer.Ordinal);

    private static readonly IReadOnlySet<string> Ports = Source.LayerTypes().Where(Adapters.IsPort).Select(type => type.FullName!).ToHashSet(StringComparer.Ordinal);

    private static readonly IReadOnlyList<string> Commands =
        [.. Uses.Where(use => use.To == Described && use.Source is { Layer: "Api", Room: not "CommandLine" and not null }).Select(use => use.From)];

    [Fact]
    public void A_command_sends_a_use_case()
    {
        Commands.ShouldContain("Modular.Api.Products.ImportProductsCommand");
        Commands.Count.ShouldBeGreaterThan(5);
        Commands.Except(Exceptions.Keys, StringComparer.Ordinal).Where(command => !Sends(command, Uses)).ShouldBeEmpty();
    }

    [Fact]
    public void A_command_touches_no_store() =>
        Uses.Where(use => Commands.Contains(use.From) && !Exceptions.ContainsKey(use.From) && IsPastThePipeline(use)).ShouldBeEmpty();

    [Fact]
    public void Every_exception_is_a_command_that_still_needs_it()
    {
        Exceptions.Keys.Except(Commands, StringComparer.Ordinal).ShouldBeEmpty();
        Exceptions.Keys.Where(command => Sends(command, Uses)).ShouldBeEmpty("these send a use case: they leave the table");
    }

    [Fact]
    public void Only_the_sender_signs_operators_in()
    {
        var files = Source.Files("src", ".cs").Where(file => Source.Read(file).Contains(SigningIn, StringComparison.Ordinal));
        files.Order(StringComparer.Ordinal).ShouldBe(["src/Api/CommandLine/OperatorSender.cs", "src/Application/Pipeline/CurrentCaller.cs"]);
    }

    [Fact]
    public void What_is_for_operators_alone_has_no_route()
    {
        var requests = Source.LayerTypes().Where(type => Requests.Contains(type.FullName!) && IsForOperatorsAlone(type)).Select(type => type.FullName!).ToList();
        requests.ShouldContain("Modular.Application.Products.ImportProducts");
        Uses.Where(use => requests.Contains(use.To) && use.From.EndsWith("Endpoints", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Modular.Application.Products.IProductStore")]
    [InlineData("Modular.Application.Identity.ITokenValidator")]
    [InlineData("Modular.Application.Pipeline.CurrentCaller")]
    [InlineData("Modular.Infrastructure.Database.ModularDb")]
    [InlineData("Modular.Infrastructure.Database.Schema.ISchema")]
    [InlineData("System.IServiceProvider")]
    [InlineData("Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions")]
    public void A_command_that_goes_past_the_pipeline_is_seen(string to) =>
        IsPastThePipeline(new Use("Modular.Api.Products.ImportProductsCommand", to)).ShouldBeTrue();

    [Theory]
    [InlineData("Modular.Application.Products.ImportProducts")]
    [InlineData("Modular.Application.Customers.CustomerErrors")]
    [InlineData("Modular.Infrastructure.ConfigurationException")]
    [InlineData("Modular.Infrastructure.Database.DatabaseRefusal")]
    [InlineData(Sender)]
    public void What_a_command_needs_is_allowed(string to) => IsPastThePipeline(new Use("Modular.Api.Products.ImportProductsCommand", to)).ShouldBeFalse();

    [Fact]
    public void A_command_that_sends_nothing_is_seen()
    {
        const string command = "Modular.Api.Products.ImportProductsCommand";
        Sends(command, []).ShouldBeFalse();
        Sends(command, [new Use(command, Sender)]).ShouldBeFalse();
        Sends(command, [new Use(command, "Modular.Application.Products.ImportProducts")]).ShouldBeFalse();
        Sends(command, [new Use(command, Sender), new Use(command, "Modular.Application.Products.ImportProducts")]).ShouldBeTrue();
    }

    private static bool Sends(string command, IReadOnlyList<Use> uses) =>
        uses.Any(use => use.From == command && use.To == Sender) && uses.Any(use => use.From == command && Requests.Contains(use.To));

    /// <summary>A command has the sentences of Infrastructure, and nothing else of it; and nothing that could give it more.</summary>
    private static bool IsPastThePipeline(Use use) =>
        Ports.Contains(use.To)
        || use.To is "Modular.Application.Pipeline.CurrentCaller" or "Modular.Application.Pipeline.ISender"
        || use.To is "System.IServiceProvider" or "Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions"
        || (use.Target.Layer == "Infrastructure"
            && use.To is not "Modular.Infrastructure.ConfigurationException" and not "Modular.Infrastructure.Database.DatabaseRefusal");

    private static bool IsForOperatorsAlone(Type request) =>
        request.GetProperty(nameof(IUseCase.Access))?.GetValue(null) is Access access && access.AdmitsOperators && !access.Permissions.Any();
}
