using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Modular.Infrastructure.Identity.Fake;

/// <summary>Adds the provider without a provider.</summary>
public static class FakeRegistration
{
    /// <summary>
    /// Trusts tokens signed with a shared key. <see cref="FakeTokens"/>, a keyed service under <paramref name="name"/>, mints them.
    /// </summary>
    /// <param name="identity">The builder.</param>
    /// <param name="name">The provider's name, unique among all.</param>
    /// <param name="configure">Sets the options; they are checked before start.</param>
    public static IdentityBuilder AddFake(this IdentityBuilder identity, string name, Action<FakeOptions> configure)
    {
        identity.Services.TryAddSingleton(services => ListeningAddresses.Of(services.GetRequiredService<IConfiguration>()));
        identity.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<FakeOptions>, FakeDefaults>());
        identity.Services.AddKeyedSingleton(name, (services, _) => new Key(Options(services)));
        identity.Services.AddKeyedSingleton(name, (services, _) => new FakeTokens(
            Options(services), services.GetRequiredKeyedService<Key>(name).Bytes, services.GetRequiredService<TimeProvider>()));

        return identity.Add<FakeOptions, FakeCheck>(name, configure, (services, options) => new FakeProvider(
            UserPoolRules.Of(name, options.Issuer, options),
            new SymmetricSecurityKey(services.GetRequiredKeyedService<Key>(name).Bytes),
            services.GetRequiredService<TimeProvider>()));

        FakeOptions Options(IServiceProvider services) => services.GetRequiredService<IOptionsMonitor<FakeOptions>>().Get(name);
    }

    private sealed class Key(FakeOptions options)
    {
        public byte[] Bytes { get; } =
            options.Key is null ? RandomNumberGenerator.GetBytes(FakeOptions.MinKeyBytes) : Convert.FromBase64String(options.Key);
    }
}
