using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Modular.LocalCognito.Tests.Clients;

/// <summary>Installs what <c>package-lock.json</c> pins, unless that was done before: a file with the lock's hash in its name says so.</summary>
internal static partial class NodeInstallation
{
    private const int OldestNode = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Why there are no clients on this machine; null when there are.</summary>
    public static async Task<string?> EnsureAsync(string folder, CancellationToken cancellationToken)
    {
        if (ProgramPath.Find("node") is not { } node)
        {
            return "node is not installed.";
        }

        var version = await Command.RunAsync(node, ["--version"], folder, "", Patience, cancellationToken);
        if (version.ExitCode != 0 || !int.TryParse(Major().Match(version.Output).ValueSpan, CultureInfo.InvariantCulture, out var major) || major < OldestNode)
        {
            return $"node {version.Output.Trim()} is too old: the clients need {OldestNode}.";
        }

        var hash = SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(folder, "package-lock.json"), cancellationToken));
        // Inside, because npm ci begins with emptying the folder: a half-finished installation has no such file.
        var done = Path.Combine(folder, "node_modules", $"installed-{Convert.ToHexStringLower(hash)}");
        if (File.Exists(done))
        {
            return null;
        }

        if (ProgramPath.Find("npm") is not { } npm)
        {
            return "npm is not installed.";
        }

        var install = await Command.RunAsync(
            npm,
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"],
            folder, "", Patience, cancellationToken);
        if (install.ExitCode != 0)
        {
            return Refusal(install.Errors);
        }

        await File.WriteAllTextAsync(done, "", cancellationToken);
        return null;
    }

    /// <summary>A machine without a registry is no fault; a lock file that does not fit is our fault, and fails everywhere.</summary>
    public static string Refusal(string errors)
    {
        var code = Code().Match(errors).Value;
        if (code is "EUSAGE" or "EINTEGRITY" or "EJSONPARSE")
        {
            throw new InvalidOperationException($"package.json and package-lock.json do not fit: {errors}");
        }

        return $"npm could not install the clients{(code.Length > 0 ? $" ({code})" : "")}: is a package registry within reach?";
    }

    [GeneratedRegex(@"(?<=^v)\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Major();

    [GeneratedRegex(@"(?<=^npm (ERR!|error) code )\w+", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Code();
}
