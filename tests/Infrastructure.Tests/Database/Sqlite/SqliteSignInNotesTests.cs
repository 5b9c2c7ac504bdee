using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Customers;

public sealed class SqliteSignInNotesTests(SqliteStore store) : SignInNotesContract(store), IClassFixture<SqliteStore>;
