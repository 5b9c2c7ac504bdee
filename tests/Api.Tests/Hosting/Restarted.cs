namespace Modular.Api.Tests.Hosting;

/// <summary>Another server on the database of one that was before, or is still there: what only that one had in memory is gone.</summary>
internal sealed class Restarted(ApiHost before) : ApiHost
{
    protected override IEnumerable<(string Setting, string Value)> Settings =>
        [.. base.Settings, ("ConnectionStrings:Modular", before.ConnectionString)];
}
