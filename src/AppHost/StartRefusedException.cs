namespace Modular.AppHost;

/// <summary>The figure cannot run. The message is a sentence for the person at the terminal: the error and the remedy.</summary>
internal sealed class StartRefusedException(string sentence) : Exception(sentence);
