using Modular.Api.Tests.Providers.ThirdParty;

namespace Modular.Api.Tests.Suite;

public sealed class OidcTests(SuiteHost<ThirdPartyByKeys> host) : NetworkSuite(host), IClassFixture<SuiteHost<ThirdPartyByKeys>>;
