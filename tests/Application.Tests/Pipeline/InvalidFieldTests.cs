using ErrorOr;
using Modular.Application.Pipeline;

namespace Modular.Application.Tests.Pipeline;

public class InvalidFieldTests
{
    [Theory]
    [InlineData("Sort", "sort")]
    [InlineData("Lines[0].Quantity", "lines[0].quantity")]
    [InlineData("Addresses[10].PostalCode", "addresses[10].postalCode")]
    [InlineData("Line1", "line1")]
    public void A_field_is_named_as_in_the_json(string path, string name)
    {
        var error = InvalidField.Named(path, "Expected.");
        error.Code.ShouldBe(name);
        error.Description.ShouldBe("Expected.");
        error.Type.ShouldBe(ErrorType.Validation);
    }

    [Fact]
    public void A_field_without_a_path_is_a_bug_of_the_validator() => Should.Throw<ArgumentNullException>(() => InvalidField.Named(null!, "Expected."));
}
