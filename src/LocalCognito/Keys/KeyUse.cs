namespace Modular.LocalCognito.Keys;

/// <summary>A pool signs access tokens and ID tokens with different keys.</summary>
internal enum KeyUse
{
    Access,
    Id,
}
