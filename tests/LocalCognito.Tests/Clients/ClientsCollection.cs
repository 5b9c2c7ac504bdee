namespace Modular.LocalCognito.Tests.Clients;

/// <summary>The shared part of the tests with real clients: one installation, and one script at a time.</summary>
[CollectionDefinition(Name)]
public sealed class ClientsCollection : ICollectionFixture<NodeClients>
{
    public const string Name = "Real clients";
}
