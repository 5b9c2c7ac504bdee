using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Contract;

/// <summary>The resource server as the figure configures it, with the sample pool's addresses: the document under this configuration is checked in.</summary>
public sealed class ContractHost : ApiHost
{
    protected override IEnumerable<(string Setting, string Value)> Settings =>
    [
        ("PublicUrl", "http://localhost:5080"),
        ("Identity:Providers:main:Kind", "Cognito"),
        ("Identity:Providers:main:UserPoolId", "ap-northeast-2_Modular01"),
        ("Identity:Providers:main:Issuer", "http://localhost:9229/ap-northeast-2_Modular01"),
        ("Identity:Providers:main:Domain", "http://localhost:9229"),
        ("Identity:Providers:main:ClientIds:0", "web-client"),
        ("Identity:Providers:main:MachineClientIds:0", "fulfilment-client"),
        ("Identity:Providers:main:ResourceServer", "modular"),
    ];
}
