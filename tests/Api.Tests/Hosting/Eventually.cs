namespace Modular.Api.Tests.Hosting;

/// <summary>Waits for what is to become true, and no longer than it may take.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until the condition holds.</summary>
    /// <param name="what">The condition in words, for the message.</param>
    /// <param name="deadline">How long it may take.</param>
    /// <param name="condition">Asked again and again.</param>
    /// <returns>How long it took.</returns>
    /// <exception cref="TimeoutException">It never held.</exception>
    public static async Task<TimeSpan> HoldsAsync(string what, TimeSpan deadline, Func<Task<bool>> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > deadline)
            {
                throw new TimeoutException($"Within {deadline.TotalSeconds} s it did not come true that {what}.");
            }

            await Task.Delay(Between, TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return TimeProvider.System.GetElapsedTime(began);
    }
}
