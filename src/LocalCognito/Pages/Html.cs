namespace Modular.LocalCognito.Pages;

/// <summary>Text that is already HTML. Made from an interpolated string whose holes are encoded, so that no input can become markup.</summary>
internal readonly record struct Html(string Text)
{
    public static readonly Html Empty = new("");

    public static Html Of(HtmlWriter writer) => new(writer.ToString());

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.Text)));
}
