using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Modular.Infrastructure;

namespace Modular.Api;

/// <summary>Says why the web server could not listen, and which setting to change.</summary>
internal static class ListeningProblem
{
    private const string Certificate = "Kestrel:Certificates:Default:Path";

    /// <summary>The sentence, or null for a failure that is not about an address or a certificate.</summary>
    /// <param name="failure">The exception of the web server's start.</param>
    /// <param name="addresses">The addresses that were configured.</param>
    public static string? Of(Exception failure, ListeningAddresses addresses)
    {
        var settings = string.Join(", ", addresses.All.Select(address => address.Setting).Distinct(StringComparer.Ordinal).DefaultIfEmpty("ASPNETCORE_URLS"));
        return failure switch
        {
            IOException { InnerException: AddressInUseException } => $"{settings}: {FirstLine(failure)} Stop the program that listens there, or set another address.",
            SocketException { SocketErrorCode: SocketError.AccessDenied } =>
                $"{settings}: the operating system does not let this user listen there ({FirstLine(failure)}) Set a port above 1023, or another path.",
            ArgumentOutOfRangeException when FirstLine(failure).Contains("domain sockets", StringComparison.Ordinal) => $"{settings}: the path of the socket is too long for this machine. Set a shorter one.",
            SocketException => $"{settings}: {FirstLine(failure)} Set an address that this machine has.",
            FileNotFoundException or DirectoryNotFoundException => $"Kestrel:Certificates or Kestrel:Endpoints: {FirstLine(failure)} Set the path of a file that exists.",
            CryptographicException => $"Kestrel:Certificates or Kestrel:Endpoints: the certificate cannot be used: {FirstLine(failure)} Check its path, its format and its password.",
            UnauthorizedAccessException => $"Kestrel:Certificates or Kestrel:Endpoints: {FirstLine(failure)} Give this user the right to read the file.",
            InvalidOperationException when failure.Message.Contains("HTTPS", StringComparison.Ordinal) => $"{settings}: {FirstLine(failure)} Set {Certificate}.",
            InvalidOperationException when failure.TargetSite?.DeclaringType?.Namespace?.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) == true =>
                $"{settings}: {FirstLine(failure)}",
            _ => null,
        };
    }

    private static string FirstLine(Exception exception) => exception.Message.Split('\n')[0].TrimEnd('\r', '.', ' ') + ".";
}
