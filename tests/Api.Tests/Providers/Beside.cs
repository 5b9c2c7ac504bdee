namespace Modular.Api.Tests.Providers;

/// <summary>Two providers trusted by one resource server, as during a move. People use the tokens of the first.</summary>
public sealed class Beside<TSpeaking, TOther> : TrustedProvider
    where TSpeaking : TrustedProvider, new()
    where TOther : TrustedProvider, new()
{
    private readonly TSpeaking _speaking = new();

    public TOther Other { get; } = new();

    public override string? Absent => _speaking.Absent ?? Other.Absent;

    public override string Issuer => _speaking.Issuer;

    public override string ScopePrefix => _speaking.ScopePrefix;

    public override IReadOnlyList<(string Setting, string Value)> Settings => _speaking.Settings;

    public override IReadOnlyList<(string Name, TrustedProvider Provider)> Others => [("other", Other)];

    public override string SubjectOf(string person) => _speaking.SubjectOf(person);

    public override async Task StartAsync()
    {
        await _speaking.StartAsync();
        await Other.StartAsync();
    }

    public override Task StopAsync() => _speaking.StopAsync();

    public override Task<string> PersonTokenAsync(string person, params string[] permissions) => _speaking.PersonTokenAsync(person, permissions);

    public override Task<string> MachineTokenAsync(params string[] permissions) => _speaking.MachineTokenAsync(permissions);

    public override Task<string> ExpiredTokenAsync(string person, params string[] permissions) => _speaking.ExpiredTokenAsync(person, permissions);

    public override async ValueTask DisposeAsync()
    {
        await _speaking.DisposeAsync();
        await Other.DisposeAsync();
    }
}
