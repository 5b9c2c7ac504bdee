namespace Modular.Architecture.Tests;

/// <summary>Where a type of ours lives, by its full name: <c>Modular.Infrastructure.Identity.Cognito.CognitoCheck</c>.</summary>
/// <param name="Layer"><c>Infrastructure</c>; null for a type that is not ours.</param>
/// <param name="Room"><c>Identity</c>; null for a type at the layer's door.</param>
/// <param name="Corner"><c>Cognito</c>; null for a type directly in its room.</param>
internal sealed record Place(string? Layer, string? Room, string? Corner)
{
    public static Place Of(string fullName)
    {
        var names = fullName.Split('.');
        return names[0] != "Modular" || names.Length < 3
            ? new Place(null, null, null)
            : new Place(names[1], names.Length > 3 ? names[2] : null, names.Length > 4 ? names[3] : null);
    }
}
