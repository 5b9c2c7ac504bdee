using System.Diagnostics;
using OpenTelemetry;

namespace Modular.Telemetry.Signals;

/// <summary>
/// Takes every attribute that is not on the list from a span, and the text of its status, which a library may take from an exception's message.
/// </summary>
internal sealed class SpanFilter : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        while (FindOther(data) is { } name)
        {
            data.SetTag(name, value: null);
        }

        if (data.StatusDescription is not null)
        {
            data.SetStatus(data.Status);
        }
    }

    private static string? FindOther(Activity span)
    {
        foreach (ref readonly var tag in span.EnumerateTagObjects())
        {
            if (!AllowedAttributes.Allows(tag.Key, span.Kind))
            {
                return tag.Key;
            }
        }

        return null;
    }
}
