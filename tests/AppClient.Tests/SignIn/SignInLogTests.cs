using Modular.AppClient.Tests.Figure;

namespace Modular.AppClient.Tests.SignIn;

/// <summary>A stranger who sends forged returns from the provider fills no disk.</summary>
public sealed class SignInLogTests(SignInFigure figure) : IClassFixture<SignInFigure>
{
    private const string Line = "A sign-in failed: AuthenticationFailureException; ";

    [Fact]
    public async Task However_many_sign_ins_fail_ten_a_second_have_a_line_and_the_others_are_counted()
    {
        await FailAsync(30);
        Lines().ShouldBe(Enumerable.Repeat(Line + "0 more since the last line", 10));

        figure.Clock.Advance(TimeSpan.FromSeconds(1));
        await FailAsync(1);
        Lines()[^1].ShouldBe(Line + "20 more since the last line");
    }

    private string[] Lines() =>
        [.. figure.Log.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith(Line, StringComparison.Ordinal))];

    private async Task FailAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            (await RawHttp.SendAsync(figure.AppClient, "GET /signin-oidc?code=stolen&state=forged")).Status.ShouldBe(302);
        }
    }
}
