namespace Modular.LocalCognito.Control;

/// <summary><c>POST</c> and <c>DELETE /_local/faults</c></summary>
internal sealed class FaultsControl(OrderedFaults faults)
{
    public Task OrderAsync(HttpContext context) => ControlRequest.AnswerAsync(context, ControlBodies.Default.FaultBody, body =>
    {
        if (body.Path is not ['/', ..] || body.Path.StartsWith("/_local", StringComparison.Ordinal) || body.Path.Length > 200)
        {
            return "path must be the path of an endpoint, such as /oauth2/token, and not of the control API.";
        }

        if (body.Status is < 400 or > 599)
        {
            return "status must lie between 400 and 599; leave it out to delay only.";
        }

        if (body.DelayMs is < 0 or > 60_000)
        {
            return "delayMs must lie between 0 and 60000.";
        }

        if (body.Status is null && body.DelayMs == 0)
        {
            return "status or delayMs must say what shall go wrong.";
        }

        if (body.Count is < 1)
        {
            return "count must be at least 1; leave it out to fail until the faults are deleted.";
        }

        if (faults.IsFull)
        {
            return "There are 100 faults already: delete them first.";
        }

        faults.Order(body.Path, new Fault(body.Status, TimeSpan.FromMilliseconds(body.DelayMs), body.Count));
        return null;
    });

    public Task ClearAsync(HttpContext context)
    {
        faults.Clear();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
