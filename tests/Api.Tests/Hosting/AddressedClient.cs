using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Modular.Api.Tests.Hosting;

/// <summary>Says from which address a request comes: the server in memory has no connections of its own.</summary>
internal sealed class AddressedClient : IStartupFilter
{
    public const string Header = "X-Test-Address";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(continueWith => http =>
        {
            if (http.Request.Headers[Header] is [{ } address])
            {
                http.Connection.RemoteIpAddress = IPAddress.Parse(address);
            }

            return continueWith(http);
        });
        next(app);
    };
}
