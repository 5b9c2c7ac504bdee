namespace Modular.Architecture.Tests;

/// <summary>The nouns that the product is about, found where they are: each is a room of Domain, or a room of Application that is not listed here.</summary>
internal static class Nouns
{
    /// <summary>Rooms of Application that are about how requests are served, and so belong to no noun.</summary>
    public static readonly string[] OtherRooms = ["Identity", "Pipeline", "Cluster", "Database"];

    /// <summary>All of them.</summary>
    public static IReadOnlySet<string> All { get; } = Among(Source.LayerTypes().Select(type => type.FullName!));

    /// <summary>The nouns that types with these full names are about.</summary>
    public static IReadOnlySet<string> Among(IEnumerable<string> types) => types.Select(Place.Of)
        .Where(place => place.Layer == "Domain" || (place.Layer == "Application" && !OtherRooms.Contains(place.Room, StringComparer.Ordinal)))
        .Select(place => place.Room)
        .OfType<string>()
        .ToHashSet(StringComparer.Ordinal);
}
