namespace Modular.AppClient;

/// <summary>The configuration is wrong. <see cref="Exception.Message"/> is a sentence that names the setting and what to change.</summary>
public sealed class StartRefusedException(string sentence) : Exception(sentence);
