using Modular.Domain;
using Modular.Domain.Products;

namespace Modular.Application.Tests.Products;

internal static class SampleProducts
{
    public static IEnumerable<Product> All =>
    [
        new(new Sku("CUP"), "Porcelain cup", new Money(1250, new Currency("EUR"))),
        new(new Sku("POT"), "Cast-iron teapot", new Money(5400, new Currency("EUR"))),
        new(new Sku("SULLOK-CHA"), "설록차", new Money(12000, new Currency("KRW"))),
    ];
}
