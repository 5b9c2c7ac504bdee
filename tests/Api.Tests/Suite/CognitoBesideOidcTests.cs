using Modular.Api.Tests.Providers;
using Modular.Api.Tests.Providers.ThirdParty;

namespace Modular.Api.Tests.Suite;

public sealed class CognitoBesideOidcTests(SuiteHost<Beside<UserPoolProvider, ThirdPartyByKeys>> host)
    : SideBySideSuite<UserPoolProvider, ThirdPartyByKeys>(host);
