using System.Text.Json.Nodes;
using Modular.LocalCognito.Keys;

namespace Modular.LocalCognito;

/// <summary>How a user pool is started inside another program, usually a test.</summary>
public sealed class LocalCognitoOptions
{
    /// <summary>Where to listen; several addresses are separated by semicolons. The default is a free port on loopback.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:0";

    /// <summary><c>Development</c> switches the control API on; anything else switches it off.</summary>
    public string Environment { get; set; } = Environments.Development;

    /// <summary>The path of the pool file; null for the sample pool that is shipped beside the program.</summary>
    public string? PoolFile { get; set; }

    /// <summary>
    /// The address under which callers reach the server, such as <c>http://cognito:9229</c>, where that is not the listening address; null for the
    /// address of the pool's issuer, else the first listening address.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>
    /// Changes the pool file's content before it is checked, for example
    /// <c>pool => pool["clients"]![0]!["redirectUris"]!.AsArray().Add("http://localhost/signin-oidc")</c>.
    /// </summary>
    public Action<JsonObject>? EditPool { get; set; }

    /// <summary>
    /// The folder in which keys, sessions, codes, refresh tokens and revocations survive a restart; null keeps all of that in memory. It
    /// is made if it does not exist, and its owner alone may read it.
    /// </summary>
    public string? DataFolder { get; set; }

    /// <summary>The clock to which the control API's offset is added.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where to log; null logs nowhere.</summary>
    public Action<ILoggingBuilder>? Logging { get; set; }

    /// <summary>OpenTelemetry's variables. A pool that runs inside another program has none: that program exports its own signals.</summary>
    internal IConfiguration Telemetry { get; set; } = new ConfigurationBuilder().Build();

    /// <summary>Where key pairs come from. Tests of this program start dozens of pools, and reuse a few.</summary>
    internal Func<SigningKey> NewKey { get; set; } = SigningKey.Create;
}
