using System.Net;

namespace Modular.Infrastructure.Identity.Http;

/// <summary>
/// Follows redirects of a <c>GET</c> to the same scheme, host and port, as providers do to add a slash or a version. Another host would be an
/// address that the operator did not configure, so that answer stays as it is.
/// </summary>
internal sealed class SameHostRedirects : DelegatingHandler
{
    private const int Most = 3;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        for (var hop = 0; hop < Most && TargetOf(request, response) is { } target; hop++)
        {
            response.Dispose();
            request.RequestUri = target;
            response = await base.SendAsync(request, cancellationToken);
        }

        return response;
    }

    private static Uri? TargetOf(HttpRequestMessage request, HttpResponseMessage response) =>
        request.Method == HttpMethod.Get
        && response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && response.Headers.Location is { } location
        && Uri.TryCreate(request.RequestUri, location, out var target)
        && target.UserInfo.Length == 0
        && Uri.Compare(request.RequestUri, target, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0
            ? target
            : null;
}
