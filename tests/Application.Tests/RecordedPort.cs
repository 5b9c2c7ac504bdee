using System.Reflection;

namespace Modular.Application.Tests;

/// <summary>A port that notes each call and passes it on.</summary>
public class RecordedPort<TPort> : DispatchProxy
    where TPort : class
{
    private TPort? _port;
    private Calls? _calls;

    internal static TPort Over(TPort port, Calls calls)
    {
        var proxy = Create<TPort, RecordedPort<TPort>>();
        var recorded = (RecordedPort<TPort>)(object)proxy;
        (recorded._port, recorded._calls) = (port, calls);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _calls!.Note($"{typeof(TPort).Name}.{targetMethod!.Name}", args ?? [])
        ?? targetMethod.Invoke(_port, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
}
