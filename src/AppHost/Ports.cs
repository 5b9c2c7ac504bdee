using System.Globalization;

namespace Modular.AppHost;

/// <summary>Where each program of the figure listens on loopback.</summary>
internal sealed record Ports(int LocalCognito, int Api, int AppClient, int Dashboard)
{
    public static readonly Ports Default = new(9229, 5080, 5090, 18888);

    public string LocalCognitoAddress => Address(LocalCognito);

    public string ApiAddress => Address(Api);

    public string AppClientAddress => Address(AppClient);

    public string DashboardAddress => Address(Dashboard);

    /// <summary>Each port with the name of its program, which is also the last part of its setting.</summary>
    public IEnumerable<(string Program, int Port)> ByProgram =>
        [(nameof(LocalCognito), LocalCognito), (nameof(Api), Api), (nameof(AppClient), AppClient), (nameof(Dashboard), Dashboard)];

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}");
}
