using CsCheck;
using Modular.Domain.Customers;

namespace Modular.Domain.Tests.Customers;

public class CustomerIdTests
{
    [Fact]
    public void Ids_ascend_in_byte_order_with_the_instants_they_were_made_at() => Law.HoldsFor(
        Gen.Long[0, 4_000_000_000_000].Select(Gen.Long[1, 100_000_000_000]), pair =>
        {
            var (earlier, later) = (Made(pair.Item1), Made(pair.Item1 + pair.Item2));
            earlier.AsSpan().SequenceCompareTo(later).ShouldBeLessThan(0);
        });

    [Fact]
    public void Ids_of_neighbouring_milliseconds_ascend_too() =>
        Law.HoldsFor(Gen.Long[0, 4_000_000_000_000], milliseconds =>
            Made(milliseconds).AsSpan().SequenceCompareTo(Made(milliseconds + 1)).ShouldBeLessThan(0));

    [Fact]
    public void Two_ids_of_the_same_instant_differ() => CustomerId.New(Samples.Noon).ShouldNotBe(CustomerId.New(Samples.Noon));

    [Fact]
    public void An_id_is_a_uuid_of_version_7_written_in_lower_case()
    {
        var id = CustomerId.New(Samples.Noon);
        id.Value.Version.ShouldBe(7);
        id.ToString().ShouldBe(id.Value.ToString("D"));
        Samples.Alice.ToString().ShouldBe("01890000-0000-7000-8000-00000000000a");
    }

    private static byte[] Made(long milliseconds) =>
        CustomerId.New(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)).Value.ToByteArray(bigEndian: true);
}
