using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Modular.Infrastructure.Database.Sqlite.Engine;

/// <summary>The identity of the file at a path: its number on its device. On Linux; elsewhere only whether there is one.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileIdentity(ulong Device, ulong Number)
{
    // linux/stat.h and statx(2): the same on every architecture, which fstat's structure is not.
    private const int StatxBytes = 256;
    private const int NumberAt = 32;
    private const int DeviceAt = 136;
    private const int FromHere = -100;
    private const uint WantsNumber = 0x100;
    private const int WriteAccess = 2;
    private const int NoSuchFile = 2;
    private const int NoAccess = 13;
    private const int NoFolder = 20;
    private const int TooManyLinks = 40;

    /// <summary>The file at a path, behind all links; null when there is none that this process can see.</summary>
    public static FileIdentity? Of(FilePath path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Existing(path);
        }

        var found = new byte[StatxBytes];
        if (Statx(FromHere, path.Terminated, 0, WantsNumber, found) == 0)
        {
            return new FileIdentity(BinaryPrimitives.ReadUInt64LittleEndian(found.AsSpan(DeviceAt)), BinaryPrimitives.ReadUInt64LittleEndian(found.AsSpan(NumberAt)));
        }

        // Anything else is a kernel or a sandbox that does not know the call.
        return Marshal.GetLastPInvokeError() is NoSuchFile or NoAccess or NoFolder or TooManyLinks ? null : Existing(path);
    }

    /// <summary>Whether the file system lets this process write the file. Root may write every file that is not on a read-only mount.</summary>
    public static bool IsWritable(FilePath path) => !OperatingSystem.IsLinux() || Access(path.Terminated, WriteAccess) == 0;

    private static FileIdentity? Existing(FilePath path) => File.Exists(path.Text) ? new FileIdentity(0, 0) : null;

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, [Out] byte[] found);

    [DllImport("libc", EntryPoint = "access", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access(byte[] path, int mode);
}

/// <summary>A path, and how the system's own functions take it.</summary>
internal sealed class FilePath(string text)
{
    public string Text { get; } = text;

    /// <summary>In UTF-8, with the zero that ends it.</summary>
    public byte[] Terminated { get; } = Encoding.UTF8.GetBytes(text + '\0');
}
