using Modular.Api.Tests.Providers.ThirdParty;

namespace Modular.Api.Tests.Suite;

public sealed class IntrospectionTests(SuiteHost<ThirdPartyByQuestion> host) : NetworkSuite(host), IClassFixture<SuiteHost<ThirdPartyByQuestion>>;
