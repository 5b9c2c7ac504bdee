using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Net.Http.Headers;

namespace Modular.AppClient.SignIn;

/// <summary>Keeps the tokens of a sign-in, and leads to a page after a failed sign-in.</summary>
internal sealed partial class SignInEvents(TimeProvider time, ILogger<SignInEvents> logger) : OpenIdConnectEvents
{
    /// <summary>The name under which the session keeps the access token.</summary>
    public const string AccessToken = "access_token";

    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly LogBudget _lines = new(time);

    public override Task TokenValidated(TokenValidatedContext context)
    {
        // The session ends a little before its access token. Then the provider's own session, if it lives, gives a new
        // one without a question; so no refresh token is kept here.
        var answer = context.TokenEndpointResponse!;
        var life = TimeSpan.FromSeconds(int.Parse(answer.ExpiresIn, CultureInfo.InvariantCulture));
        context.Properties!.ExpiresUtc = time.GetUtcNow() + life - (life / 2 < Margin ? life / 2 : Margin);
        context.Properties.StoreTokens([new AuthenticationToken { Name = AccessToken, Value = answer.AccessToken }]);
        return Task.CompletedTask;
    }

    public override Task TicketReceived(TicketReceivedContext context)
    {
        // A sign-in begins a new session. With the old cookie in the request its id would be used again, and an attacker
        // who planted that cookie in this browser would be signed in as well (session fixation).
        context.Request.Headers.Remove(HeaderNames.Cookie);
        return Task.CompletedTask;
    }

    public override Task RemoteFailure(RemoteFailureContext context)
    {
        if (_lines.TryTake(out var leftOut))
        {
            SignInFailed(context.Failure?.GetType().Name, leftOut);
        }

        context.Response.Redirect("/sign-in-failed");
        context.HandleResponse();
        return Task.CompletedTask;
    }

    // The type only: the message may repeat input of the browser.
    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "A sign-in failed: {Failure}; {LeftOut} more since the last line")]
    private partial void SignInFailed(string? failure, long leftOut);
}
