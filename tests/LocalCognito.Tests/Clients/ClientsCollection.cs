namespace Modular.LocalCognito.Tests.Clients;

/// <summary>What the tests with real clients share: one installation, and one script at a time.</summary>
[CollectionDefinition(Name)]
public sealed class ClientsCollection : ICollectionFixture<NodeClients>
{
    public const string Name = "Real clients";
}
