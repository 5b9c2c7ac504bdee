namespace Modular.Fill;

/// <summary>The database cannot be filled, for a reason that its message tells in a sentence.</summary>
internal sealed class FillRefusedException(string message) : Exception(message);
