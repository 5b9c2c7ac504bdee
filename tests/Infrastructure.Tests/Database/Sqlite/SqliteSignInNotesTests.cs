using Modular.Infrastructure.Tests.Customers;

namespace Modular.Infrastructure.Tests.Database.Sqlite;

public sealed class SqliteSignInNotesTests(SqliteStore store) : SignInNotesContract(store), IClassFixture<SqliteStore>;
