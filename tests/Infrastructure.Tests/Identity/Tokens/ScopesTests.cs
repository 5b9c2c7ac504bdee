using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

public class ScopesTests
{
    [Theory]
    [InlineData("modular/", new[] { "modular/orders.read", "modular/orders.write" }, Permissions.OrdersRead | Permissions.OrdersWrite)]
    [InlineData("modular/", new[] { "openid", "other/orders.write", "modular/orders.read" }, Permissions.OrdersRead)]
    [InlineData("modular/", new[] { "modular/orders.read", "modular/orders.read" }, Permissions.OrdersRead)]
    [InlineData("", new[] { "orders.read", "openid" }, Permissions.OrdersRead)]
    [InlineData("modular/", new[] { "orders.read", "Modular/orders.read", "modular/Orders.Read", "modular/orders", "modular/" }, Permissions.None)]
    [InlineData("modular/", new string[0], Permissions.None)]
    public void The_permissions_are_those_of_the_scopes_that_are_ours(string prefix, string[] scopes, Permissions granted) =>
        Scopes.Granted(scopes, prefix).ShouldBe(granted);
}
