namespace Modular.AppHost;

/// <summary>Why the figure does not run, in a sentence for the person at the terminal: what is wrong and what to change.</summary>
internal sealed class StartRefusedException(string sentence) : Exception(sentence);
