namespace Modular.LocalCognito.Http;

/// <summary>The requested value, or the error to answer with: exactly one of the two.</summary>
internal readonly record struct Outcome<T>
    where T : class
{
    private Outcome(T? value, OAuthError? error) => (Value, Error) = (value, error);

    public T? Value { get; }

    public OAuthError? Error { get; }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(OAuthError error) => new(null, error);
}
