using System.Text.Json.Nodes;

namespace Modular.LocalCognito.Tests.Running;

/// <summary>A pool with step-up, one of its levels renamed.</summary>
public sealed class SteppedPool : RunningPool
{
    public const string One = "urn:cognito:loa:1";
    public const string Two = "urn:cognito:loa:2";
    public const string Three = "https://example.com/acr/three";
    public const string Four = "urn:cognito:loa:4";

    protected override void Configure(LocalCognitoOptions options) => options.EditPool += pool => pool["acrLevels"] = new JsonArray(One, Two, Three, Four);
}
