namespace Modular.Application.Identity;

/// <summary>A person or a machine. Decided by the client's entry in the configuration, never by a claim that is missing.</summary>
public enum CallerKind
{
    /// <summary>A person who signed in at the provider (<c>authorization_code</c>).</summary>
    Person,

    /// <summary>A program with credentials of its own (<c>client_credentials</c>).</summary>
    Machine,
}
