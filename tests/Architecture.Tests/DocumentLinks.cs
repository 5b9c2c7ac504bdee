using System.Text.RegularExpressions;

namespace Modular.Architecture.Tests;

/// <summary>A link between documents leads to a file and a heading that exist, and each document can be found from the README.</summary>
public partial class DocumentLinks
{
    private const string Start = "README.md";

    private static readonly IReadOnlyDictionary<string, string> Texts =
        Source.Files("", ".md").ToDictionary(file => file, Source.Read, StringComparer.Ordinal);

    [Fact]
    public void Each_link_leads_to_a_file_and_a_heading_that_exist()
    {
        var links = Texts.SelectMany(text => LinksIn(text.Key, text.Value)).ToList();

        links.ShouldContain(("CONTRIBUTING.md", "docs/configuration.md", "identity-providers"));
        links.ShouldContain(("docs/http.md", "src/Api/openapi/v1.json", ""));
        links.Where(link => !IsGood(link, Texts)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[the settings](settings.md)")]
    [InlineData("[the settings](../docs/configuration.md#settings)")]
    [InlineData("[above](#nowhere)")]
    public void A_link_that_leads_nowhere_is_seen(string text) =>
        LinksIn("docs/http.md", text).Where(link => !IsGood(link, Texts)).ShouldHaveSingleItem();

    [Fact]
    public void Each_document_can_be_found_from_the_README() =>
        Texts.Keys.Except(FoundFrom(Texts), StringComparer.Ordinal).ShouldBeEmpty("link it from README.md, or from a document that README.md links");

    [Fact]
    public void A_document_that_nothing_links_is_seen() =>
        FoundFrom(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Start] = "[one](docs/one.md)",
            ["docs/one.md"] = "[two](two.md)",
            ["docs/two.md"] = "",
            ["docs/three.md"] = "[one](one.md)",
        }).ShouldBe([Start, "docs/one.md", "docs/two.md"]);

    [Theory]
    [InlineData("What a provider's trouble means", "what-a-providers-trouble-means")]
    [InlineData("Add a field to an order", "add-a-field-to-an-order")]
    [InlineData("Use `Oidc` and OpenID Connect", "use-oidc-and-openid-connect")]
    public void A_heading_has_the_anchor_that_hosts_of_repositories_give_it(string heading, string anchor) =>
        HeadingsOf($"# Title\n\n## {heading}\n\n```text\n## None\n```\n").ShouldBe(["title", anchor]);

    private static List<string> FoundFrom(IReadOnlyDictionary<string, string> texts)
    {
        var found = new List<string> { Start };
        for (var at = 0; at < found.Count; at++)
        {
            var file = found[at];
            found.AddRange(LinksIn(file, texts[file]).Select(link => link.File).Distinct(StringComparer.Ordinal)
                .Where(other => texts.ContainsKey(other) && !found.Contains(other, StringComparer.Ordinal)));
        }

        return found;
    }

    private static bool IsGood((string From, string File, string Anchor) link, IReadOnlyDictionary<string, string> texts) =>
        Path.Exists(Path.Combine(Source.Root, link.File))
        && (link.Anchor.Length == 0 || (texts.TryGetValue(link.File, out var text) && HeadingsOf(text).Contains(link.Anchor, StringComparer.Ordinal)));

    /// <summary>The links of a document to others, and to its own headings.</summary>
    private static IEnumerable<(string From, string File, string Anchor)> LinksIn(string document, string text) =>
        from match in Link.Matches(WithoutCode(text))
        let target = match.Groups["target"].Value
        where !target.Contains(':', StringComparison.Ordinal)
        let parts = target.Split('#')
        select (document, parts[0].Length == 0 ? document : FileOf(document, parts[0]), parts.Length > 1 ? parts[1] : "");

    private static string FileOf(string document, string path)
    {
        var folder = Path.Combine(Source.Root, Path.GetDirectoryName(document)!);
        return Path.GetRelativePath(Source.Root, Path.GetFullPath(Path.Combine(folder, path))).Replace('\\', '/');
    }

    private static IEnumerable<string> HeadingsOf(string text) =>
        WithoutBlocks(text).Split('\n').Where(line => line.StartsWith('#')).Select(line => AnchorOf(line.TrimStart('#').Trim()));

    private static string AnchorOf(string heading) => string.Concat(heading.ToLowerInvariant()
        .Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')
        .Select(c => c == ' ' ? '-' : c));

    private static string WithoutCode(string text) => Inline.Replace(WithoutBlocks(text), "");

    private static string WithoutBlocks(string text) => Block.Replace(text, "");

    [GeneratedRegex(@"\]\((?<target>[^()\s]+)\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link { get; }

    [GeneratedRegex("^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Block { get; }

    [GeneratedRegex("`[^`\n]*`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Inline { get; }
}
