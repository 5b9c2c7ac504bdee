using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Modular.Infrastructure;
using Modular.Infrastructure.Database.Schema;
using Modular.Infrastructure.Database.Sqlite;

namespace Modular.Api.Tests.Hosting;

public sealed class OutsideDevelopmentTests(OutsideDevelopmentTests.MigratedHost api) : IClassFixture<OutsideDevelopmentTests.MigratedHost>
{
    [Fact]
    public async Task There_is_no_sample_data()
    {
        var carol = api.SignedInAs("carol");

        (await carol.GetJsonAsync("/api/products")).GetProperty("products").GetArrayLength().ShouldBe(0);
        using var order = await carol.GetAnswerAsync("/api/orders/1");
        order.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Why_a_token_was_refused_is_in_the_log_and_not_in_the_answer()
    {
        using var response = await api.With(api.Tokens.ForPerson("alice", ["orders.read"], lifetime: TimeSpan.FromHours(-1))).GetAnswerAsync("/api/orders");

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
        problem.Names().ShouldBe(["type", "title", "status", "detail"]);
        api.Log.GetSnapshot().ShouldContain(line => line.Message.Contains("Expired", StringComparison.Ordinal));
    }

    public class MigratedHost : ApiHost, IAsyncLifetime
    {
        protected override string Environment => "Testing";

        public async ValueTask InitializeAsync()
        {
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
            services.AddDatabase(database => database.UseSqlite(Database));
            await using var provider = services.BuildServiceProvider();
            await using var scope = provider.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ISchema>().MigrateAsync(MigrationNews.Unheard, TestContext.Current.CancellationToken);
        }
    }
}
