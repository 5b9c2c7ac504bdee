using System.Globalization;
using System.Runtime.InteropServices;

namespace Modular.Infrastructure.Database.Sqlite;

/// <summary>The user of the operating system that this process runs as, for a sentence. A container's user often has a number and no name.</summary>
internal static class SystemUser
{
    /// <summary>Like <c>the user 'modular'</c>, or <c>the user with the number 10001</c>.</summary>
    public static string Name => Environment.UserName.Length > 0 || OperatingSystem.IsWindows()
        ? $"the user '{Environment.UserName}'"
        : string.Create(CultureInfo.InvariantCulture, $"the user with the number {EffectiveUser()}");

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();
}
