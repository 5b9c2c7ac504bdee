namespace Modular.LocalCognito.Pool;

/// <summary>How long a client's tokens live; Cognito's own defaults where the file says nothing.</summary>
internal sealed record TokenLifetimes(TimeSpan Access, TimeSpan Id, TimeSpan Refresh)
{
    public static readonly TokenLifetimes Default = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromDays(30));

    private const int MinutesOfADay = 24 * 60;

    public static TokenLifetimes Read(JsonField client) => new(
        TimeSpan.FromMinutes(client.Number("accessTokenMinutes", 60, 1, MinutesOfADay)),
        TimeSpan.FromMinutes(client.Number("idTokenMinutes", 60, 1, MinutesOfADay)),
        TimeSpan.FromDays(client.Number("refreshTokenDays", 30, 1, 3650)));
}
