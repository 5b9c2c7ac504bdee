using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Modular.LocalCognito.Pages;

/// <summary>The handler that the compiler calls for <c>Html.Of($"…")</c>: literals stay, holes are encoded for text and for quoted attributes, unless they are HTML themselves.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlWriter(int literalLength, int holes)
{
    private readonly StringBuilder _text = new(literalLength + (holes * 32));

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(Html html) => _text.Append(html.Text);

    public void AppendFormatted(string? text) => _text.Append(WebUtility.HtmlEncode(text));

    public override string ToString() => _text.ToString();
}
