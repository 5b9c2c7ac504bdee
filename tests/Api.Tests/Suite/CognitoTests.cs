using Modular.Api.Tests.Providers;

namespace Modular.Api.Tests.Suite;

public sealed class CognitoTests(SuiteHost<UserPoolProvider> host) : NetworkSuite(host), IClassFixture<SuiteHost<UserPoolProvider>>;
