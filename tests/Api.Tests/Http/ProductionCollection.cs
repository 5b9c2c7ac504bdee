namespace Modular.Api.Tests.Http;

/// <summary>The classes that only ask, and change nothing that another one asks for, share one server.</summary>
[CollectionDefinition]
public sealed class ProductionCollection : ICollectionFixture<ProductionHost>;
