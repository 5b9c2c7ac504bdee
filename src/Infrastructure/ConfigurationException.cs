namespace Modular.Infrastructure;

/// <summary>The configuration is wrong. The message is one sentence that says which setting to change and how.</summary>
public sealed class ConfigurationException(string sentence) : Exception(sentence);
