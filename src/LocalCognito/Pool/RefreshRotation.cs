namespace Modular.LocalCognito.Pool;

/// <summary>Whether a refresh gives a new refresh token, and how long the old one still works for a client that retries.</summary>
internal sealed record RefreshRotation(bool On, TimeSpan Grace)
{
    public static readonly RefreshRotation None = new(On: false, TimeSpan.Zero);

    public static RefreshRotation Read(JsonField client)
    {
        var rotation = new RefreshRotation(
            client.Flag("rotateRefreshTokens"), TimeSpan.FromSeconds(client.Number("refreshTokenGraceSeconds", 0, 0, 60)));
        return rotation.On || rotation.Grace == TimeSpan.Zero
            ? rotation
            : throw client.Wrong("refreshTokenGraceSeconds", "has no meaning without rotateRefreshTokens: set that to true, or remove this.");
    }
}
