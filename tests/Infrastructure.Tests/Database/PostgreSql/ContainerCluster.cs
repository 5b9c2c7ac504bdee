using System.Security.Cryptography;
using Docker.DotNet;
using DotNet.Testcontainers.Builders;
using Testcontainers.PostgreSql;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

/// <summary>PostgreSQL in a container, where a Docker engine answers.</summary>
internal sealed class ContainerCluster : PostgreSqlCluster
{
    /// <summary>Names the image for engines that cannot pull the official one; then it is this image or a failure, and nothing else.</summary>
    public const string ImageVariable = "TEST_PG_IMAGE";

    private const string OfficialImage = "postgres:17";

    private readonly PostgreSqlContainer _container;

    private ContainerCluster(PostgreSqlContainer container, string image)
        : base($"a container of {image}", container.GetConnectionString()) => _container = container;

    /// <returns>The server, or why there is none.</returns>
    public static async Task<(PostgreSqlCluster? Cluster, string? Absent)> TryStartAsync(CancellationToken cancellationToken)
    {
        var named = Environment.GetEnvironmentVariable(ImageVariable);
        var image = string.IsNullOrEmpty(named) ? OfficialImage : named;
        try
        {
            var container = new PostgreSqlBuilder(image)
                .WithDatabase("postgres")
                .WithPassword(RandomNumberGenerator.GetHexString(32))
                .WithCommand("-c", MostConnections)
                .Build();
            await container.StartAsync(cancellationToken);
            return (new ContainerCluster(container, image), null);
        }
        catch (DockerUnavailableException) when (string.IsNullOrEmpty(named))
        {
            return (null, "no Docker engine answers");
        }
        catch (DockerApiException refusal) when (string.IsNullOrEmpty(named))
        {
            return (null, $"the Docker engine has no {image} and cannot pull it ({(int)refusal.StatusCode}; {ImageVariable} names another image)");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _container.DisposeAsync();
        await base.DisposeAsync();
    }
}
