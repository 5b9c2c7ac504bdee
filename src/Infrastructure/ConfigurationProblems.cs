using Microsoft.Extensions.Options;

namespace Modular.Infrastructure;

/// <summary>Collects all that is wrong with the configuration, so that one start reports it together.</summary>
public sealed class ConfigurationProblems
{
    private readonly List<string> _sentences = [];

    /// <summary>Whether anything is wrong so far.</summary>
    public bool Any => _sentences.Count > 0;

    /// <summary>The sentences of <paramref name="exception"/> about the configuration; null for any other failure.</summary>
    public static IReadOnlyList<string>? Of(Exception exception) => exception switch
    {
        ConfigurationException wrong => [wrong.Message],
        OptionsValidationException wrong => [.. wrong.Failures],

        // Options of several types are wrong.
        AggregateException several when several.InnerExceptions.Select(Of).ToList() is var all && !all.Contains(null) => [.. all.SelectMany(one => one!)],
        _ => null,
    };

    /// <summary>Keeps a sentence with the error and the remedy.</summary>
    public void Add(string sentence) => _sentences.Add(sentence);

    /// <summary>Runs a check, and keeps its sentences.</summary>
    public void Check(Action check)
    {
        ArgumentNullException.ThrowIfNull(check);
        try
        {
            check();
        }
        catch (Exception refusal) when (Of(refusal) is { } sentences)
        {
            _sentences.AddRange(sentences);
        }
    }

    /// <summary>Refuses the configuration if anything is wrong with it.</summary>
    /// <exception cref="ConfigurationException">Something is: one sentence a line.</exception>
    public void ThrowIfAny()
    {
        if (Any)
        {
            throw new ConfigurationException(string.Join(Environment.NewLine, _sentences.Distinct(StringComparer.Ordinal)));
        }
    }
}
