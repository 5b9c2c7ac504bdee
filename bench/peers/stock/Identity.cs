namespace Modular.StockPeer;

internal sealed class Identity
{
    public byte[] Id { get; set; } = [];

    public byte[] CustomerId { get; set; } = [];

    public string Issuer { get; set; } = "";

    public string Subject { get; set; } = "";
}
