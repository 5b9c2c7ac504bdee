using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Modular.AppClient.Orders;

/// <summary>The resource server's orders, asked for with the signed-in person's access token.</summary>
internal sealed partial class OrdersApi(HttpClient http, TimeProvider time, ILogger<OrdersApi> logger)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <param name="accessToken">The person's access token.</param>
    /// <param name="after">The <c>After</c> of an earlier answer, or null for the newest orders.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<OrdersAnswer> ListAsync(string? accessToken, string? after, CancellationToken cancellationToken)
    {
        var older = string.IsNullOrEmpty(after) ? "" : "&after=" + Uri.EscapeDataString(after);
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/orders?sort=-id" + older);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => Listed(await response.Content.ReadFromJsonAsync<Answer>(Json, cancellationToken)),
                HttpStatusCode.BadRequest => new OrdersAnswer.NoSuchPage(),
                HttpStatusCode.Unauthorized => new OrdersAnswer.SignInAgain(),
                HttpStatusCode.Forbidden => new OrdersAnswer.NotAllowed(),
                _ => Refused(response),
            };
        }
        catch (Exception error) when (error is HttpRequestException or JsonException || (error is OperationCanceledException && !Ended()))
        {
            NoAnswer(error.GetType().Name);
            return new OrdersAnswer.TryAgain(UsualWait);
        }

        // Else it was the time-out.
        bool Ended() => cancellationToken.IsCancellationRequested;
    }

    private static OrdersAnswer.Listed Listed(Answer? answer) =>
        answer is null ? throw new JsonException() : new(answer.Orders, After(answer.Next));

    // Only the place is taken from the link: where requests go is configured, never told.
    private static string? After(string? link) =>
        link?.IndexOf('?', StringComparison.Ordinal) is int query and >= 0
            ? QueryHelpers.ParseQuery(link[query..])["after"].ToString()
            : null;

    private OrdersAnswer.TryAgain Refused(HttpResponseMessage response)
    {
        RefusedToAnswer((int)response.StatusCode);
        var asked = response.Headers.RetryAfter;
        var wait = asked?.Delta ?? (asked?.Date is { } date ? date - time.GetUtcNow() : UsualWait);
        return new(wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait);
    }

    [LoggerMessage(EventId = 2010, Level = LogLevel.Warning, Message = "The resource server gave no usable answer: {Failure}")]
    private partial void NoAnswer(string failure);

    [LoggerMessage(EventId = 2011, Level = LogLevel.Warning, Message = "The resource server answered {Status}")]
    private partial void RefusedToAnswer(int status);

    private sealed record Answer(IReadOnlyList<Order> Orders, string? Next = null);
}
