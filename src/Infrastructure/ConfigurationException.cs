namespace Modular.Infrastructure;

/// <summary>The configuration is wrong. The message is one sentence that says which setting to change and how.</summary>
public sealed class ConfigurationException(string sentence) : Exception(sentence)
{
    /// <summary>
    /// Whether the same start may succeed later without a change: the database is busy or does not answer, which may be its trouble or a
    /// wrong address.
    /// </summary>
    public bool MayPass { get; init; }
}
