using System.Diagnostics;

namespace Modular.AppHost.Tests;

/// <summary>The terminal of a person who pastes what the figure has printed.</summary>
internal static class Terminal
{
    /// <returns>The lines that the four commands print.</returns>
    public static async Task<string[]> PasteAsync(IEnumerable<string> said, params (string Name, string Value)[] environment)
    {
        var pasted = said.Select(line => line.Trim()).Where(IsCommand).ToArray();
        pasted.Length.ShouldBe(4);
        var test = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("bash") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var bash = Process.Start(start)!;
        await bash.StandardInput.WriteAsync(string.Join('\n', pasted) + "\n");
        bash.StandardInput.Close();
        var answers = await bash.StandardOutput.ReadToEndAsync(test).WaitAsync(TimeSpan.FromSeconds(20), test);
        await bash.WaitForExitAsync(test);
        return answers.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool IsCommand(string line) =>
        line.StartsWith("MACHINE=", StringComparison.Ordinal) || line.StartsWith("TOKEN=", StringComparison.Ordinal)
        || line.StartsWith("curl ", StringComparison.Ordinal) || line.StartsWith("echo ", StringComparison.Ordinal);
}
