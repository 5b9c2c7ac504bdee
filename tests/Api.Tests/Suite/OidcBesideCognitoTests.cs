using Modular.Api.Tests.Providers;
using Modular.Api.Tests.Providers.ThirdParty;

namespace Modular.Api.Tests.Suite;

public sealed class OidcBesideCognitoTests(SuiteHost<Beside<ThirdPartyByKeys, UserPoolProvider>> host)
    : SideBySideSuite<ThirdPartyByKeys, UserPoolProvider>(host);
