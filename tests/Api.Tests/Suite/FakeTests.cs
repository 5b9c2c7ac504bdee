using Modular.Api.Tests.Providers;

namespace Modular.Api.Tests.Suite;

public sealed class FakeTests(SuiteHost<SharedKeyProvider> host) : ResourceServerSuite(host), IClassFixture<SuiteHost<SharedKeyProvider>>;
