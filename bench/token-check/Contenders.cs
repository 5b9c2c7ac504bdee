using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Modular.Api;
using Modular.Api.Identity;
using Modular.Application.Identity;
using Modular.Application.Pipeline;

namespace Modular.TokenCheck;

/// <summary>The ways to answer the same request.</summary>
internal static class Contenders
{
    private const string Quiet = "--Logging:LogLevel:Default=Warning";

    public static IReadOnlyDictionary<string, Func<Pool, WebApplication>> All { get; } = new Dictionary<string, Func<Pool, WebApplication>>(StringComparer.Ordinal)
    {
        // Everything that Modular does, but that the caller is who they are, whatever the token.
        ["off"] = pool => Modular(pool, services => services.Replace(ServiceDescriptor.Singleton<ITokenValidator>(provider => new FixedCaller(provider, pool.Token)))),
        ["modular"] = pool => Modular(pool, _ => { }),
        ["stock"] = Stock,
    };

    public static int Explain()
    {
        Console.Error.WriteLine($"token-check <{string.Join('|', All.Keys)}> <person|machine>");
        return 1;
    }

    private static WebApplication Modular(Pool pool, Action<IServiceCollection> change)
    {
        string[] settings =
        [
            "--environment=Development", "--urls=http://127.0.0.1:0", Quiet,
            "--Quota:RequestsPerSecond=0",
            $"--ConnectionStrings:Modular=Data Source='{pool.Database}'",
            "--Identity:Providers:main:Kind=Cognito",
            $"--Identity:Providers:main:UserPoolId={pool.PoolId}",
            $"--Identity:Providers:main:Issuer={pool.Issuer}",
            "--Identity:Providers:main:ClientIds:0=web-client",
            "--Identity:Providers:main:MachineClientIds:0=fulfilment-client",
            "--Identity:Providers:main:ResourceServer=modular",
            "--SampleData:Identities:0:Person=alice",
            $"--SampleData:Identities:0:Issuer={pool.Issuer}",
            "--SampleData:Identities:0:Subject=00000000-0000-4000-8000-00000000000a",
        ];
        var app = ApiProgram.Build(settings, change);
        app.Services.PrepareDatabaseAsync(app.Environment, CancellationToken.None).GetAwaiter().GetResult();
        app.MapGet("/bench/constant", () => "constant")
            .RequireAuthorization(policy => policy.AddRequirements(new AccessRequirement(Access.To(Permissions.OrdersReadAny))));
        return app;
    }

    // As the official documentation writes it.
    private static WebApplication Stock(Pool pool)
    {
        var builder = WebApplication.CreateBuilder(["--environment=Development", "--urls=http://127.0.0.1:0", Quiet]);
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.Authority = pool.Issuer;
            bearer.RequireHttpsMetadata = false;
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters.ValidateAudience = false;
        });
        builder.Services.AddAuthorizationBuilder().AddPolicy("orders.read.any", policy => policy.RequireAssertion(context =>
            context.User.FindFirst("scope")?.Value.Split(' ').Contains("modular/orders.read.any", StringComparer.Ordinal) == true));
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/bench/constant", () => "constant").RequireAuthorization("orders.read.any");
        return app;
    }

    private sealed class FixedCaller(IServiceProvider services, string token) : ITokenValidator
    {
        private readonly TokenVerdict _verdict = Find(services, token);

        public ValueTask<TokenVerdict> ValidateAsync(string token, CancellationToken cancellationToken) => ValueTask.FromResult(_verdict);

        public ValueTask<TokenVerdict> ValidateFreshAsync(string token, CancellationToken cancellationToken) => ValueTask.FromResult(_verdict);

        private static TokenVerdict Find(IServiceProvider services, string token)
        {
            var explanations = services.GetRequiredService<Infrastructure.Identity.Validation.TokenExplanations>();
            return explanations.ExplainAsync(token, CancellationToken.None).GetAwaiter().GetResult().Verdict;
        }
    }
}
