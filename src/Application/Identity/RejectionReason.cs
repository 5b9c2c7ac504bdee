namespace Modular.Application.Identity;

/// <summary>Why a token is not accepted. Final: asking again with the same token gives the same answer.</summary>
public enum RejectionReason
{
    /// <summary>Not a token of the expected form, or a claim of the wrong type.</summary>
    Malformed,

    /// <summary>Its time is over (<c>exp</c>).</summary>
    Expired,

    /// <summary>Its time has not come (<c>nbf</c>).</summary>
    NotYetValid,

    /// <summary>The signature does not fit the key.</summary>
    BadSignature,

    /// <summary>Signed by an algorithm that is not allowed (<c>alg</c>).</summary>
    WrongAlgorithm,

    /// <summary>Signed with a key that the provider does not publish.</summary>
    UnknownKey,

    /// <summary>Issued by no provider that is configured.</summary>
    WrongIssuer,

    /// <summary>Issued to an app client that is not on our list, or not as that client's kind is issued.</summary>
    WrongClient,

    /// <summary>Meant for another resource server (<c>aud</c>).</summary>
    WrongAudience,

    /// <summary>Not an access token.</summary>
    WrongUse,

    /// <summary>Ended by its owner or the provider.</summary>
    Revoked,

    /// <summary>Bound to a key (<c>cnf</c>: DPoP, mutual TLS) whose possession we do not check.</summary>
    UnprovenKey,
}
