using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Modular.Api.Docs;

/// <summary>The documentation comment of a type, from the file that the compiler writes beside its assembly.</summary>
internal static partial class XmlSummaries
{
    /// <summary>The summary in one line of Markdown; null where there is none.</summary>
    public static string? Of(Type type)
    {
        var file = Path.Combine(AppContext.BaseDirectory, type.Assembly.GetName().Name + ".xml");
        if (!File.Exists(file))
        {
            return null;
        }

        var summary = XDocument.Load(file).Descendants("member")
            .FirstOrDefault(member => member.Attribute("name")?.Value == "T:" + type.FullName!.Replace('+', '.'))?.Element("summary");
        return summary is null ? null : Space.Replace(string.Concat(summary.Nodes().Select(TextOf)), " ").Trim();
    }

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element => (element.Attribute("cref") ?? element.Attribute("name"))?.Value.Split('.')[^1] is { } name ? $"`{name}`" : element.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Space { get; }
}
