using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Retention;

namespace Modular.Infrastructure.Tests.Retention;

/// <summary>Each retention is registered: a class that is not would keep its rows for ever.</summary>
public class RetentionRegistrationTests
{
    [Fact]
    public void Each_retention_is_registered()
    {
        var written = typeof(IRetention).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(IRetention))).ToList();
        written.ShouldContain(typeof(AuditRetention));

        Forgotten(new ServiceCollection().AddRetention(new ConfigurationBuilder().Build()), written).ShouldBeEmpty("add it in Adapters.AddRetention");
    }

    [Fact]
    public void One_that_is_not_registered_is_seen()
    {
        var services = new ServiceCollection().AddRetention(new ConfigurationBuilder().Build());

        Forgotten(services, [typeof(AuditRetention), typeof(Unregistered)]).ShouldBe([typeof(Unregistered)]);
    }

    private static IEnumerable<Type> Forgotten(IServiceCollection services, IEnumerable<Type> written) =>
        written.Except(services.Where(service => service.ServiceType == typeof(IRetention)).Select(service => service.ImplementationType!));

    private sealed class Unregistered : IRetention
    {
        public string What => "rows";

        public Task<int> DeleteAsync(ModularDb db, DateTimeOffset now, int most, CancellationToken cancellationToken) => Task.FromResult(0);
    }
}
