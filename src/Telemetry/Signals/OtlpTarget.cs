namespace Modular.Telemetry.Signals;

/// <summary>Where a signal goes by OTLP, and how.</summary>
/// <param name="Endpoint">The whole address; for gRPC the server's.</param>
/// <param name="IsGrpc">Whether by gRPC; otherwise protobuf over HTTP.</param>
/// <param name="Headers">The headers of each call, often a secret.</param>
/// <param name="TimeoutMilliseconds">How long a call may take.</param>
/// <param name="IsCompressed">Whether bodies are compressed by gzip.</param>
internal sealed record OtlpTarget(Uri Endpoint, bool IsGrpc, string? Headers, int? TimeoutMilliseconds, bool IsCompressed);
