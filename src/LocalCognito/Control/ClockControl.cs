namespace Modular.LocalCognito.Control;

/// <summary><c>POST /_local/clock</c>: sets the offset, it does not add to it.</summary>
internal sealed class ClockControl(ShiftedClock time)
{
    private const int TenYears = 10 * 365 * 24 * 3600;

    public Task SetAsync(HttpContext context) => ControlRequest.AnswerAsync(context, ControlBodies.Default.ClockBody, body =>
    {
        if (body.OffsetSeconds is < -TenYears or > TenYears)
        {
            return "offsetSeconds must lie within ten years.";
        }

        time.Offset = TimeSpan.FromSeconds(body.OffsetSeconds);
        return null;
    });
}
