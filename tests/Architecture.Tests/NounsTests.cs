namespace Modular.Architecture.Tests;

/// <summary>A module that is added tomorrow is under the rules from its first file on.</summary>
public class NounsTests
{
    [Fact]
    public void Every_folder_of_Domain_is_a_noun_and_every_folder_of_Application_that_is_not_listed()
    {
        var folders = RoomsOf("Domain").Union(RoomsOf("Application").Except(Nouns.OtherRooms, StringComparer.Ordinal), StringComparer.Ordinal);
        Nouns.All.Order(StringComparer.Ordinal).ShouldBe(folders.Order(StringComparer.Ordinal));
        Nouns.All.ShouldContain("Orders");
        Nouns.OtherRooms.Except(RoomsOf("Application"), StringComparer.Ordinal).ShouldBeEmpty("a room that is gone can leave the list");
    }

    [Theory]
    [InlineData("Modular.Domain.Invoices.Invoice")]
    [InlineData("Modular.Application.Invoices.IInvoiceStore")]
    public void A_new_noun_is_found(string type) => Nouns.Among([type]).ShouldBe(["Invoices"]);

    [Theory]
    [InlineData("Modular.Application.Pipeline.Access")]
    [InlineData("Modular.Domain.Money")]
    [InlineData("Modular.Infrastructure.Database.ModularDb")]
    [InlineData("Modular.Api.Errors.Problem")]
    [InlineData("System.Collections.Generic.List")]
    public void What_serves_all_nouns_is_none(string type) => Nouns.Among([type]).ShouldBeEmpty();

    private static IEnumerable<string> RoomsOf(string layer) => Source.Files("src/" + layer, ".cs")
        .Select(file => file.Split('/'))
        .Where(path => path.Length > 3)
        .Select(path => path[2])
        .Distinct(StringComparer.Ordinal);
}
