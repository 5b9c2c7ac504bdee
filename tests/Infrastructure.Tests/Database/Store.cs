using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Modular.Application.Customers;
using Modular.Domain.Customers;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Database.Schema;

namespace Modular.Infrastructure.Tests.Database;

/// <summary>A database of its own, migrated and empty, with the stores over it.</summary>
public abstract class Store : IAsyncLifetime
{
    private ServiceProvider? _services;

    /// <summary>Does something with a service, in a scope of its own as each request has one.</summary>
    /// <remarks>Skips the test where this machine has no such database; fails it where nothing may be skipped.</remarks>
    public async Task<TResult> WithAsync<TService, TResult>(Func<TService, CancellationToken, Task<TResult>> act)
        where TService : notnull
    {
        _services ??= Start();
        await using var scope = _services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>(), TestContext.Current.CancellationToken);
    }

    /// <summary>Writes as the stores do.</summary>
    internal Task<TResult> WriteAsync<TResult>(Func<ModularDb, CancellationToken, Task<TResult>> work) =>
        WithAsync<IWriter, TResult>((writer, cancellationToken) => writer.WriteAsync(work, cancellationToken));

    /// <summary>Makes a customer of this id, who may order from then on.</summary>
    public Task<CustomerId> AddCustomerAsync(CustomerId id) => WithAsync<ICustomerStore, CustomerId>(async (customers, cancellationToken) =>
        (await customers.AddAtFirstSightAsync(
            Customer.FirstSeen(id, "https://issuer.example", id.ToString(), TimeProvider.System.GetUtcNow()), cancellationToken)).Id);

    /// <summary>One column of what a statement answers, as text.</summary>
    public Task<IReadOnlyList<string>> ReadAsync(string sql, int column = 0) => WithAsync<ModularDb, IReadOnlyList<string>>(
        (db, cancellationToken) => ReadAsync(db, sql, column, cancellationToken));

    /// <summary>The same, where it is written.</summary>
    public Task<IReadOnlyList<string>> ReadByWriterAsync(string sql) => WriteAsync((db, cancellationToken) => ReadAsync(db, sql, 0, cancellationToken));

    public virtual async ValueTask InitializeAsync() => await WithAsync<ISchema, bool>(async (schema, cancellationToken) =>
    {
        await schema.MigrateAsync(MigrationNews.Unheard, cancellationToken);
        return true;
    });

    public virtual async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>The clock of the stores.</summary>
    protected virtual TimeProvider Time => TimeProvider.System;

    /// <summary>Chooses the database product, and where it is.</summary>
    protected abstract void Choose(DatabaseBuilder database);

    private static async Task<IReadOnlyList<string>> ReadAsync(ModularDb db, string sql, int column, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var values = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            values.Add(Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)!);
        }

        return values;
    }

    private ServiceProvider Start()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddLocalSignals();
        services.AddSingleton(Time);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddDatabase(Choose);
        services.AddRetention(new ConfigurationBuilder().Build());
        return services.BuildServiceProvider();
    }
}
