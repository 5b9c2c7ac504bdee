using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Tests.Database;

/// <summary>A failure of the database is trouble that passes, unless it is known to be a bug of this program.</summary>
public abstract class DatabaseTroubleContract(DatabaseTrouble trouble)
{
    [Fact]
    public void A_server_that_cannot_be_reached_or_does_not_answer_is_trouble()
    {
        Exception[] failures = [new SocketException((int)SocketError.HostNotFound), new TimeoutException(), new DatabaseUnavailableException("Busy.")];

        failures.ShouldAllBe(failure => trouble.IsBehind(failure));
        failures.ShouldAllBe(failure => trouble.RefusalOf(failure)!.MayPass);
    }

    [Fact]
    public void A_mistake_in_this_program_is_a_bug()
    {
        Exception[] failures =
        [
            new InvalidOperationException("Sequence contains no elements"),
            new InvalidCastException(),
            new DbUpdateConcurrencyException(),
        ];

        failures.ShouldAllBe(failure => !trouble.IsBehind(failure));
        failures.ShouldAllBe(failure => trouble.RefusalOf(failure) == null);
    }
}
