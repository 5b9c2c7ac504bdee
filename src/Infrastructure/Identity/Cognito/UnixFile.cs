using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Modular.Infrastructure.Identity.Cognito;

/// <summary>
/// The properties of a file on Linux that .NET does not have: its kind, because opening a pipe would wait for a writer; and its
/// owner, who alone can change its permissions.
/// </summary>
/// <param name="Kind">Its kind, like <c>a directory</c>; null for an ordinary file.</param>
/// <param name="Owner">The owner's name, or <c>user id 1000</c> for one without a name.</param>
internal sealed record UnixFile(string? Kind, string Owner)
{
    // From linux/stat.h: the structure of statx is the same on every architecture.
    private const int AtWorkingFolder = -100;
    private const uint BasicFacts = 0x7ff;
    private const int BytesOfFacts = 256;
    private const int UserOffset = 20;
    private const int ModeOffset = 28;

    /// <summary>The file behind all symbolic links of the path; null when there is none, or on another system.</summary>
    public static UnixFile? Look(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var facts = new byte[BytesOfFacts];
        return Statx(AtWorkingFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, BasicFacts, facts) == 0
            ? new UnixFile(KindOf(BitConverter.ToUInt16(facts, ModeOffset)), NameOf(BitConverter.ToUInt32(facts, UserOffset)))
            : null;
    }

    /// <summary>The user's name.</summary>
    /// <param name="user">The user's number.</param>
    /// <param name="accounts">The list of users, as passwd(5) has it.</param>
    internal static string NameOf(uint user, string accounts = "/etc/passwd")
    {
        var id = user.ToString(CultureInfo.InvariantCulture);
        try
        {
            return File.ReadLines(accounts).Select(line => line.Split(':')).FirstOrDefault(fields => fields.Length > 2 && fields[2] == id)?[0]
                ?? "user id " + id;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "user id " + id;
        }
    }

    // From inode(7).
    private static string? KindOf(ushort mode) => (mode & 0xf000) switch
    {
        0x8000 => null,
        0x4000 => "a directory",
        0x1000 => "a pipe",
        0xc000 => "a socket",
        _ => "a device",
    };

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, byte[] facts);
}
