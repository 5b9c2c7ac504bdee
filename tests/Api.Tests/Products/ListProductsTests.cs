using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Products;

public sealed class ListProductsTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_catalogue_has_names_and_prices()
    {
        var catalogue = await api.SignedInAs("alice").GetJsonAsync("/api/products");

        catalogue.Names().ShouldBe(["products"]);
        var products = catalogue.GetProperty("products").EnumerateArray().ToList();
        products[0].Names().ShouldBe(["sku", "name", "priceMinor", "currency"]);
        products.Select(product => product.Text("sku")).ShouldBeInOrder();
    }

    [Fact]
    public async Task Machines_may_read_it_too() =>
        (await api.SignedInAsMachine("orders.read").GetJsonAsync("/api/products")).GetProperty("products").GetArrayLength().ShouldBe(5);
}
