using System.Text.Json;

namespace Modular.Api.Tests.Hosting;

public sealed class JsonLogTests(LogTests.Server server) : LogTests(server)
{
    protected override string FormatterName => "json";

    protected override string TimeOf(string line) => JsonDocument.Parse(line).RootElement.Text("Timestamp") ?? "";
}
