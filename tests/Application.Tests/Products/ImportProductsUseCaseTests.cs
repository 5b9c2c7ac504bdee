using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Application.Products;

namespace Modular.Application.Tests.Products;

/// <summary>What the pipeline promises of an import, whichever command sends it.</summary>
public sealed class ImportProductsUseCaseTests : IDisposable
{
    private static readonly ImportProducts.Item Tea = new("TEA", "Tea", 890, "EUR");

    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task An_operator_puts_products_into_the_catalogue()
    {
        (await _world.SendAsOperatorAsync("import-products", new ImportProducts([Tea, new("CUP", "설록차", 0, "KRW")]))).Value.Added.ShouldBe(2);
        _world.Journal.ShouldBe(["put TEA Tea 890 EUR, CUP 설록차 0 KRW"]);
    }

    [Fact]
    public async Task A_check_touches_no_catalogue()
    {
        (await _world.SendAsOperatorAsync("import-products", new ImportProducts([Tea], CheckOnly: true))).Value.ShouldBe(new ProductChanges(0, 0, 0));
        _world.Journal.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_token_imports_products()
    {
        foreach (var caller in new[] { Callers.Staff(PermissionNames.All), Callers.Machine(PermissionNames.All) })
        {
            (await _world.SendAsync(caller, new ImportProducts([Tea]))).Errors.ShouldBe([Refusals.NotPermitted]);
        }

        (await _world.SendAsync(caller: null, new ImportProducts([Tea]))).Errors.ShouldBe([Refusals.Anonymous]);
        _world.Journal.ShouldNotContain(entry => entry.StartsWith("put", StringComparison.Ordinal));
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
        _world.Journal.ShouldBeEmpty();
    }
}
