// A collector that takes OTLP by HTTP and throws it away: what is measured is the program that exports. GET says how many bodies came.
var received = 0;
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();
app.Run(async http =>
{
    if (HttpMethods.IsGet(http.Request.Method))
    {
        await http.Response.WriteAsync($"{received}", http.RequestAborted);
        return;
    }

    await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
    Interlocked.Increment(ref received);
    http.Response.ContentType = "application/x-protobuf";
});
await app.RunAsync();
