namespace Modular.Domain;

/// <summary>Instants are kept in UTC with milliseconds, which every database stores and sorts without loss.</summary>
public static class Instants
{
    /// <summary>The same instant in UTC, cut to whole milliseconds.</summary>
    public static DateTimeOffset ToWholeMilliseconds(this DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}
