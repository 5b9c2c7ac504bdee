using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Modular.AppClient.Tests.Figure;

/// <summary>The page that the browser shows.</summary>
internal sealed partial record Page(Uri Address, HttpStatusCode Status, HttpResponseHeaders Headers, string Html)
{
    /// <summary>The text that a person reads.</summary>
    public string Text => Whitespace().Replace(WebUtility.HtmlDecode(Tag().Replace(Body, " ")), " ");

    private string Body => Html[Html.IndexOf("<body", StringComparison.Ordinal)..];

    public bool Asks(string field) => Html.Contains($"name=\"{field}\"", StringComparison.Ordinal);

    /// <summary>The form whose action begins with <paramref name="action"/>.</summary>
    public PageForm Form(string action)
    {
        var form = FormTag().Matches(Html).FirstOrDefault(match => Decode(match, "action").StartsWith(action, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"{Address} has no form that leads to '{action}': {Html}");
        var hidden = Input().Matches(form.Groups["inside"].Value).Select(input => input.Value)
            .Where(input => input.Contains("type=\"hidden\"", StringComparison.Ordinal))
            .Select(input => (Attribute(input, "name"), Attribute(input, "value")));
        return new PageForm(Decode(form, "action"), [.. hidden]);
    }

    private static string Attribute(string tag, string name) =>
        WebUtility.HtmlDecode(Regex.Match(tag, $"\\b{name}=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

    private static string Decode(Match match, string group) => WebUtility.HtmlDecode(match.Groups[group].Value);

    [GeneratedRegex("<form[^>]*\\baction=\"(?<action>[^\"]*)\"[^>]*>(?<inside>.*?)</form>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex FormTag();

    [GeneratedRegex("<input[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Input();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex("\\s+", RegexOptions.None, 1000)]
    private static partial Regex Whitespace();
}
