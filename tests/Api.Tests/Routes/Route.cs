using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Modular.Application.Identity;
using Modular.Application.Pipeline;

namespace Modular.Api.Tests.Routes;

/// <summary>One method at one address below <c>/api/</c>, as the server maps it.</summary>
internal sealed partial record Route(string Method, string Pattern, Access? Access)
{
    private const Permissions Staffs = Permissions.OrdersReadAny | Permissions.OrdersFulfil | Permissions.CustomersManage;

    /// <summary>Whether the address names something.</summary>
    public bool NamesSomething => Parameter.IsMatch(Pattern);

    /// <summary>Whether only staff and machines have a way in.</summary>
    public bool IsForStaff => Access!.Permissions.All(permission => Staffs.HasFlag(permission));

    /// <summary>Every route of the server below <c>/api/</c>.</summary>
    public static IReadOnlyList<Route> Of(IEnumerable<EndpointDataSource> sources) =>
    [
        .. from endpoint in sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
           let pattern = "/" + endpoint.RoutePattern.RawText?.TrimStart('/')
           where pattern.StartsWith("/api/", StringComparison.OrdinalIgnoreCase)
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]
           select new Route(method, pattern, endpoint.Metadata.GetMetadata<Access>()),
    ];

    /// <summary>The address of that thing.</summary>
    public string At(string thing) => Parameter.Replace(Pattern, thing);

    public override string ToString() => $"{Method} {Pattern}";

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter { get; }
}
