using Modular.Api.Tests.Providers;
using Modular.Api.Tests.Providers.ThirdParty;

namespace Modular.Api.Tests.Suite;

[Collection(CognitoAndOidc.Name)]
public sealed class OidcBesideCognitoTests(SuiteHost<UserPoolProvider, ThirdPartyByKeys> host) : SideBySideSuite(host, speaking: 1);
