using System.Globalization;

namespace Modular.AppClient.Orders;

/// <summary>An amount for people to read.</summary>
/// <param name="Minor">In the currency's minor units.</param>
/// <param name="Currency">ISO 4217.</param>
internal readonly record struct Money(long Minor, string Currency)
{
    public override string ToString()
    {
        var decimals = Decimals(Currency);
        var amount = (decimal)Minor;
        for (var place = 0; place < decimals; place++)
        {
            amount /= 10;
        }

        var sign = Minor < 0 ? "−" : "";
        var digits = Math.Abs(amount).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return sign + Prefix(Currency) + digits;
    }

    private static string Prefix(string currency) => currency switch
    {
        "EUR" => "€",
        "GBP" => "£",
        "JPY" => "¥",
        "KRW" => "₩",
        "USD" => "$",
        _ => currency + "\u00a0",
    };

    // ISO 4217, list one: the currencies whose minor unit is not a hundredth.
    private static int Decimals(string currency) => currency switch
    {
        "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" => 0,
        "PYG" or "RWF" or "UGX" or "VND" or "VUV" or "XAF" or "XOF" or "XPF" => 0,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
        _ => 2,
    };
}
