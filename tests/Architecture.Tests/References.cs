using System.Xml.Linq;

namespace Modular.Architecture.Tests;

/// <summary>
/// References point inwards, and libraries stay in the rooms that are about them. Telemetry uses no code of ours and is for every program that
/// serves, so it is the one project that the stand-in and the app client share with the resource server.
/// </summary>
public class References
{
    // The direct references that each project may have; transitive ones come along.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Domain"] = [],
        ["Application"] = ["Domain"],
        ["Infrastructure"] = ["Application"],
        ["Telemetry"] = [],
        ["Api"] = ["Infrastructure", "Telemetry"],
        ["AppClient"] = ["Telemetry"],
        ["LocalCognito"] = ["Telemetry"],
        ["AppHost"] = ["Api", "AppClient", "LocalCognito"],
    };

    // Where a library of that name, or whose name begins so with a dot behind it, may be mentioned. Microsoft.Extensions.* is no
    // part of ASP.NET Core: Infrastructure takes options, HTTP clients and hosting from the shared framework, and nothing of HTTP.
    private static readonly (string Library, string[] Places)[] Libraries =
    [
        ("MediatR", ["Modular.Application.Pipeline"]),
        ("FluentValidation", ["Modular.Application"]),
        ("ErrorOr", ["Modular.Application", "Modular.Infrastructure", "Modular.Api"]),
        ("Microsoft.EntityFrameworkCore", EfCorePlaces),
        ("Microsoft.EntityFrameworkCore.Sqlite", ["Modular.Infrastructure.Database.Sqlite"]),
        ("Microsoft.Data.Sqlite", ["Modular.Infrastructure.Database.Sqlite"]),
        ("SQLitePCLRaw", ["Modular.Infrastructure.Database.Sqlite"]),
        ("Npgsql", ["Modular.Infrastructure.Database.PostgreSql"]),
        ("Microsoft.AspNetCore", ["Modular.Api"]),
        ("Microsoft.AspNetCore.Authentication", ["Modular.Api.Identity", "Modular.Api.ApiProgram"]),
        ("Microsoft.AspNetCore.Authentication.JwtBearer", ["Modular.Api.Identity"]),
        ("Microsoft.IdentityModel", ["Modular.Infrastructure.Identity", "Modular.Api.Identity"]),
    ];

    private static readonly IReadOnlyList<Use> Uses = Source.Uses;

    private static string[] EfCorePlaces =>
    [
        "Modular.Infrastructure.Database", "Modular.Infrastructure.Retention", .. Nouns.All.Select(noun => "Modular.Infrastructure." + noun),
    ];

    [Fact]
    public void Projects_reference_inwards_alone()
    {
        var projects = Source.Files("src", ".csproj")
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), Source.Read, StringComparer.Ordinal);
        projects.Keys.Order(StringComparer.Ordinal)
            .ShouldBe(Allowed.Keys.Order(StringComparer.Ordinal), "a new project needs its line in the table");
        projects.SelectMany(project => ProjectReferences(project.Value)).ShouldNotBeEmpty();
        projects.SelectMany(project => WrongReferences(project.Key, project.Value)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Domain", """<ProjectReference Include="../Application/Application.csproj" />""")]
    [InlineData("Application", """<ProjectReference Include="../Infrastructure/Infrastructure.csproj" />""")]
    [InlineData("Api", """<ProjectReference Include="..\AppClient\AppClient.csproj" />""")]
    [InlineData("AppClient", """<ProjectReference Include="../Domain/Domain.csproj" />""")]
    [InlineData("Telemetry", """<ProjectReference Include="../Domain/Domain.csproj" />""")]
    [InlineData("Infrastructure", """<ProjectReference Include="../Telemetry/Telemetry.csproj" />""")]
    [InlineData("AppHost", """<ProjectReference Include="../Telemetry/Telemetry.csproj" ReferenceOutputAssembly="false" />""")]
    [InlineData("LocalCognito", """<ProjectReference Include="../Api/Api.csproj" ReferenceOutputAssembly="false" />""")]
    [InlineData("AppHost", """<ProjectReference Include="../Api/Api.csproj" />""")]
    [InlineData("AppHost", """<ProjectReference Include="../Api/Api.csproj" ReferenceOutputAssembly="true" />""")]
    [InlineData("AppHost", """<ProjectReference Include="../Domain/Domain.csproj" ReferenceOutputAssembly="false" />""")]
    [InlineData("Domain", """<PackageReference Include="ErrorOr" />""")]
    [InlineData("Domain", """<FrameworkReference Include="Microsoft.AspNetCore.App" />""")]
    [InlineData("Application", """<Reference Include="../Api/bin/Modular.Api.dll" />""")]
    public void A_project_that_references_outwards_is_seen(string project, string line) =>
        WrongReferences(project, $"<Project><ItemGroup>{line}</ItemGroup></Project>").ShouldHaveSingleItem();

    [Fact]
    public void A_project_starts_another_without_its_code() => WrongReferences(
        "AppHost",
        """<Project><ItemGroup><ProjectReference Include="../Api/Api.csproj" ReferenceOutputAssembly="false" /></ItemGroup></Project>""")
        .ShouldBeEmpty();

    [Fact]
    public void Assemblies_reference_inwards_alone()
    {
        var references = (
            from project in Allowed.Keys
            from reference in Source.AssemblyOf(project).GetReferencedAssemblies()
            select (project, reference.Name!)).ToList();

        references.ShouldContain(("Api", "Modular.Infrastructure"));
        references.ShouldContain(("Infrastructure", "Modular.Application"));
        references.ShouldContain(("Application", "Modular.Domain"));
        references.ShouldContain(("LocalCognito", "Modular.Telemetry"));
        references.Where(reference => !MayReference(reference.project, reference.Item2)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Domain", "Modular.Application")]
    [InlineData("Domain", "ErrorOr")]
    [InlineData("Domain", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("Application", "Modular.Infrastructure")]
    [InlineData("Infrastructure", "Modular.Api")]
    [InlineData("Api", "Modular.AppClient")]
    [InlineData("AppClient", "Modular.Application")]
    [InlineData("LocalCognito", "Modular.Domain")]
    [InlineData("Telemetry", "Modular.Domain")]
    [InlineData("Telemetry", "Modular.AppClient")]
    [InlineData("Infrastructure", "Modular.Telemetry")]
    [InlineData("AppHost", "Modular.Telemetry")]
    [InlineData("AppHost", "Modular.Api")]
    public void An_assembly_that_references_outwards_is_seen(string project, string reference) =>
        MayReference(project, reference).ShouldBeFalse();

    [Fact]
    public void Code_mentions_inner_layers_alone()
    {
        Uses.ShouldContain(use => use.Source.Layer == "Application" && use.Target.Layer == "Domain");
        Uses.Where(PointsOutwards).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Modular.Domain.Orders.Order", "Modular.Application.Orders.OrderErrors")]
    [InlineData("Modular.Application.Orders.PlaceOrderHandler", "Modular.Infrastructure.Orders.OrderStore")]
    [InlineData("Modular.Infrastructure.Adapters", "Modular.Api.Errors.Problem")]
    [InlineData("Modular.Infrastructure.Adapters", "Modular.Telemetry.TelemetrySettings")]
    [InlineData("Modular.Api.Orders.OrderEndpoints", "Modular.LocalCognito.Pool")]
    public void Code_that_mentions_an_outer_layer_is_seen(string from, string to) => PointsOutwards(new Use(from, to)).ShouldBeTrue();

    [Fact]
    public void Each_library_stays_in_its_rooms()
    {
        foreach (var (library, _) in Libraries)
        {
            Uses.ShouldContain(use => Begins(use.Library, library), $"{library} is nowhere: its line in the table can go");
        }

        Uses.Where(IsOutOfItsRooms).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Modular.Application.Orders.PlaceOrderHandler", "MediatR.IMediator", "MediatR")]
    [InlineData("Modular.Api.Orders.OrderEndpoints", "MediatR.ISender", "MediatR")]
    [InlineData("Modular.Application.Orders.ListOrdersHandler", "Microsoft.EntityFrameworkCore.DbContext", "Microsoft.EntityFrameworkCore")]
    [InlineData("Modular.Api.Health", "Microsoft.EntityFrameworkCore.DatabaseFacade", "Microsoft.EntityFrameworkCore.Relational")]
    [InlineData("Modular.Infrastructure.Identity.Jwt", "Microsoft.Data.Sqlite.SqliteConnection", "Microsoft.Data.Sqlite")]
    [InlineData("Modular.Infrastructure.Database.ModularDb", "Microsoft.Data.Sqlite.SqliteException", "Microsoft.Data.Sqlite")]
    [InlineData("Modular.Infrastructure.Database.PostgreSql.PostgreSqlOrderStore", "SQLitePCL.raw", "SQLitePCLRaw.core")]
    [InlineData("Modular.Infrastructure.Orders.OrderStore", "Npgsql.NpgsqlDataSource", "Npgsql")]
    [InlineData("Modular.Infrastructure.Database.Sqlite.SqliteWriter", "Npgsql.NpgsqlException", "Npgsql")]
    [InlineData("Modular.Application.Pipeline.CurrentCaller", "Microsoft.AspNetCore.Http.HttpContext", "Microsoft.AspNetCore.Http.Abstractions")]
    [InlineData("Modular.Infrastructure.Identity.Jwt", "Microsoft.AspNetCore.Http.HttpContext", "Microsoft.AspNetCore.Http.Abstractions")]
    [InlineData("Modular.Api.Orders.OrderEndpoints", "Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerEvents", "Microsoft.AspNetCore.Authentication.JwtBearer")]
    [InlineData("Modular.Application.Identity.Caller", "Microsoft.IdentityModel.Tokens.SecurityKey", "Microsoft.IdentityModel.Tokens")]
    [InlineData("Modular.Infrastructure.Orders.OrderStore", "Microsoft.IdentityModel.Tokens.SecurityKey", "Microsoft.IdentityModel.Tokens")]
    [InlineData("Modular.Api.Documentation", "Microsoft.IdentityModel.Tokens.SecurityKey", "Microsoft.IdentityModel.Tokens")]
    [InlineData("Modular.Api.Orders.OrderEndpoints", "FluentValidation.IValidator", "FluentValidation")]
    public void A_library_out_of_its_rooms_is_seen(string from, string to, string library) =>
        IsOutOfItsRooms(new Use(from, to, library)).ShouldBeTrue();

    [Fact]
    public void OpenTelemetry_is_known_to_the_telemetry_project_alone()
    {
        OpenTelemetryIn("Telemetry").ShouldNotBeEmpty();
        Source.Projects.Where(project => project != "Telemetry").SelectMany(OpenTelemetryIn).ShouldBeEmpty();
    }

    [Fact]
    public void The_mediator_library_is_known_to_one_file()
    {
        var file = DeclaredIn(Source.Read("src/Application/Pipeline/Mediation.cs"));
        file.ShouldContain("Modular.Application.Pipeline.IUseCase`1", StringComparer.Ordinal);
        Uses.ShouldContain(use => use.Library == "MediatR");
        Uses.Where(use => IsMediationElsewhere(use, file)).ShouldBeEmpty();
    }

    [Fact]
    public void A_second_file_that_knows_the_mediator_library_is_seen()
    {
        var file = DeclaredIn("namespace Modular.Application.Pipeline;\npublic interface ISender;\ninternal abstract class Step<T>;");
        file.ShouldBe(["Modular.Application.Pipeline.ISender", "Modular.Application.Pipeline.Step`1"]);
        IsMediationElsewhere(new Use("Modular.Application.Pipeline.ISender", "MediatR.IMediator", "MediatR"), file).ShouldBeFalse();
        IsMediationElsewhere(new Use("Modular.Application.Pipeline.ValidationStep`2", "MediatR.IMediator", "MediatR"), file).ShouldBeTrue();
    }

    private static IEnumerable<string> OpenTelemetryIn(string project) =>
        Source.AssemblyOf(project).GetReferencedAssemblies().Where(reference => Begins(reference.Name!, "OpenTelemetry")).Select(reference => $"{project}: {reference.Name}");

    private static IEnumerable<string> ProjectReferences(string csproj) =>
        XDocument.Parse(csproj).Descendants("ProjectReference").Select(ReferencedProject);

    private static string ReferencedProject(XElement reference) =>
        Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'));

    private static IEnumerable<string> WrongReferences(string project, string csproj)
    {
        var items = XDocument.Parse(csproj).Descendants().ToList();
        foreach (var reference in items.Where(item => item.Name == "ProjectReference"))
        {
            var withCode = reference.Attribute("ReferenceOutputAssembly")?.Value != "false";
            if (!Allowed[project].Contains(ReferencedProject(reference), StringComparer.Ordinal) || (withCode && project == "AppHost"))
            {
                yield return $"{project}: {reference}";
            }
        }

        foreach (var reference in items.Where(item =>
            item.Name == "Reference" || (project == "Domain" && item.Name.LocalName is "PackageReference" or "FrameworkReference")))
        {
            yield return $"{project}: {reference}";
        }
    }

    private static bool MayReference(string project, string reference)
    {
        if (!Begins(reference, "Modular"))
        {
            return project != "Domain" || Begins(reference, "System");
        }

        if (reference == "Modular.Telemetry")
        {
            return Allowed[project].Contains("Telemetry", StringComparer.Ordinal);
        }

        var rank = Array.IndexOf(Source.Layers, project);
        return rank >= 0 && Source.Layers.Take(rank).Contains(reference["Modular.".Length..], StringComparer.Ordinal);
    }

    private static bool PointsOutwards(Use use)
    {
        // Only a program's few lines are in no namespace (see Folders).
        if (use.Source.Layer is null || use.Target.Layer is null)
        {
            return false;
        }

        if (use is { Source.Layer: "Api", Target.Layer: "Telemetry" })
        {
            return false;
        }

        var target = Array.IndexOf(Source.Layers, use.Target.Layer);
        return target < 0 || target > Array.IndexOf(Source.Layers, use.Source.Layer);
    }

    private static bool IsOutOfItsRooms(Use use) =>
        use.Source.Layer is not null
        && Libraries.Any(rule => Begins(use.Library, rule.Library) && !rule.Places.Any(place => Begins(use.From, place)));

    private static bool IsMediationElsewhere(Use use, IReadOnlyCollection<string> file) =>
        Begins(use.Library, "MediatR") && !file.Contains(use.From, StringComparer.Ordinal);

    private static bool Begins(string name, string beginning) =>
        name == beginning || name.StartsWith(beginning + ".", StringComparison.Ordinal);

    /// <summary>The full names of the types that a file declares, as reflection writes them.</summary>
    private static IReadOnlyList<string> DeclaredIn(string text)
    {
        var space = Patterns.Namespace.Match(text).Groups["name"].Value;
        return
        [
            .. Patterns.TypeDeclaration.Matches(text).Select(match =>
            {
                var arity = match.Groups["types"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries).Length;
                return $"{space}.{match.Groups["name"].Value}{(arity == 0 ? "" : "`" + arity)}";
            }),
        ];
    }
}
