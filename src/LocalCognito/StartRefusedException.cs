namespace Modular.LocalCognito;

/// <summary>The configuration is wrong. <see cref="Exception.Message"/> is one sentence that names the field and what to change.</summary>
public sealed class StartRefusedException(string sentence, Exception? innerException = null) : Exception(sentence, innerException);
