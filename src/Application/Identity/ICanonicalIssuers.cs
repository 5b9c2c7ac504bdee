namespace Modular.Application.Identity;

/// <summary>The issuers of the configured identity providers.</summary>
public interface ICanonicalIssuers
{
    /// <summary>The canonical issuer of the provider that has <paramref name="issuer"/> as one of its forms, compared ordinally; null if none has.</summary>
    string? Find(string issuer);
}
