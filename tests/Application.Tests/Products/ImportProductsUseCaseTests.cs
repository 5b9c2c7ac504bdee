using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Application.Products;
using Modular.Domain.Products;

namespace Modular.Application.Tests.Products;

/// <summary>The promises of the pipeline about an import, for every command that sends it.</summary>
public sealed class ImportProductsUseCaseTests : IAsyncDisposable
{
    private static readonly ImportProducts.Item Tea = new("TEA", "Tea", 890, "EUR");

    private readonly World _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task An_operator_puts_products_into_the_catalogue()
    {
        (await _world.SendAsOperatorAsync("import-products", new ImportProducts([Tea, new("CUP", "설록차", 0, "KRW")]))).Value
            .ShouldBe(new ProductChanges(Added: 1, Changed: 1, Unchanged: 0));
        (await _world.SendAsync(Callers.Person(Permissions.OrdersRead), new FindProducts([new Sku("TEA"), new Sku("CUP")]))).Value.Products
            .ShouldBe([new ProductItem("CUP", "설록차", 0, "KRW"), new ProductItem("TEA", "Tea", 890, "EUR")], ignoreOrder: true);
    }

    [Fact]
    public async Task A_check_touches_no_catalogue()
    {
        (await _world.SendAsOperatorAsync("import-products", new ImportProducts([Tea], CheckOnly: true))).Value.ShouldBe(new ProductChanges(0, 0, 0));
        _world.Calls.Names.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_token_imports_products()
    {
        foreach (var caller in new[] { Callers.Staff(PermissionNames.All), Callers.Machine(PermissionNames.All) })
        {
            (await _world.SendAsync(caller, new ImportProducts([Tea]))).Errors.ShouldBe([Refusals.NotPermitted]);
        }

        (await _world.SendAsync(caller: null, new ImportProducts([Tea]))).Errors.ShouldBe([Refusals.Anonymous]);
        _world.Calls.Names.ShouldNotContain("IProductStore.PutAsync");
    }

    [Theory]
    [InlineData("tea", "Tea", 890L, "EUR", "Its sku is ")]
    [InlineData("TEA", " Tea", 890L, "EUR", "Its name is ")]
    [InlineData("TEA", "Tea", null, "EUR", "Its price is ")]
    [InlineData("TEA", "Tea", -1L, "EUR", "Its price is ")]
    [InlineData("TEA", "Tea", 10_000_000_001L, "EUR", "Its price is ")]
    [InlineData("TEA", "Tea", 890L, "euro", "Its currency is ")]
    [InlineData("CUP", "Tea", 890L, "EUR", "Its sku is that of a product before it.")]
    public async Task One_bad_product_refuses_them_all_and_is_named_by_its_place(string sku, string name, long? price, string currency, string problem)
    {
        var refused = await _world.SendAsOperatorAsync("import-products", new ImportProducts([new("CUP", "Cup", 1, "EUR"), new(sku, name, price, currency), Tea with { Sku = "POT" }]));

        var error = refused.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("products[1]");
        error.Description.ShouldStartWith(problem);
        _world.Calls.Names.ShouldBeEmpty();
    }
}
