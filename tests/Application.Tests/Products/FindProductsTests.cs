using Modular.Application.Identity;
using Modular.Application.Products;
using Modular.Domain.Products;

namespace Modular.Application.Tests.Products;

public sealed class FindProductsTests : IAsyncDisposable
{
    private readonly World _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(Permissions.OrdersRead)]
    [InlineData(Permissions.OrdersWrite)]
    public async Task A_caller_who_reads_or_places_orders_finds_products(Permissions granted)
    {
        var found = await _world.SendAsync(Callers.Person(granted), new FindProducts([new Sku("POT"), new Sku("NONE")]));
        found.Value.Products.Select(product => product.Sku).ShouldBe(["POT"]);
    }

    [Fact]
    public async Task Others_do_not()
    {
        var refused = await _world.SendAsync(Callers.Person(Permissions.ProfileRead), new FindProducts([new Sku("POT")]));
        refused.FirstError.Code.ShouldBe("insufficient-scope");
        _world.Calls.Names.ShouldBe(["ICustomerStore.FindByIdentityAsync"]);
    }

    [Fact]
    public async Task The_catalogue_is_for_callers_who_read_orders_machines_too()
    {
        (await _world.SendAsync(Callers.Machine(Permissions.OrdersRead), new ListProducts())).Value.Products.Count.ShouldBe(3);
        (await _world.SendAsync(Callers.Machine(Permissions.OrdersWrite), new ListProducts())).FirstError.Code.ShouldBe("insufficient-scope");
    }
}
