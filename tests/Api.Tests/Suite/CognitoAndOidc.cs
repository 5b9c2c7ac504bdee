using Modular.Api.Tests.Providers;
using Modular.Api.Tests.Providers.ThirdParty;

namespace Modular.Api.Tests.Suite;

/// <summary>One resource server that trusts a user pool and the third party at once, for the classes of either's people.</summary>
[CollectionDefinition(Name)]
public sealed class CognitoAndOidc : ICollectionFixture<SuiteHost<UserPoolProvider, ThirdPartyByKeys>>
{
    public const string Name = "Cognito and Oidc together";
}
