namespace Modular.Api.Tests.Hosting;

public sealed class LineLogTests(LogTests.Server server) : LogTests(server)
{
    protected override string FormatterName => "line";

    protected override string TimeOf(string line) => line.Split(' ')[0];
}
