using System.Net;

namespace Modular.Infrastructure.Identity.Http;

/// <summary>The machine's proxy (<c>HTTP_PROXY</c>), but not for loopback: a proxy elsewhere cannot reach a provider on this machine.</summary>
internal sealed class LoopbackPastProxy(IWebProxy machine) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => machine.Credentials;
        set => machine.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : machine.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || machine.IsBypassed(host);
}
