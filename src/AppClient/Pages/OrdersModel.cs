using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Modular.AppClient.Orders;
using Modular.AppClient.SignIn;

namespace Modular.AppClient.Pages;

/// <summary>The signed-in person's orders.</summary>
internal sealed class OrdersModel(OrdersApi api) : PageModel
{
    public IReadOnlyList<Order> Orders { get; private set; } = [];

    public string? Older { get; private set; }

    public bool IsOlder { get; private set; }

    public static string StatusInWords(string status) => status switch
    {
        "PLACED" => "Placed",
        "PAID" => "Paid",
        "SHIPPING" => "Shipping",
        "DELIVERED" => "Delivered",
        "CANCELLED" => "Cancelled",
        // A status newer than this page is better shown as it is than not at all.
        _ => status,
    };

    public async Task<IActionResult> OnGetAsync(string? after, CancellationToken cancellationToken)
    {
        var token = await HttpContext.GetTokenAsync(SignInEvents.AccessToken);
        switch (await api.ListAsync(token, after, cancellationToken))
        {
            case OrdersAnswer.Listed listed:
                (Orders, Older, IsOlder) = (listed.Orders, listed.After, !string.IsNullOrEmpty(after));
                return Page();
            case OrdersAnswer.SignInAgain:
                return Notice.SignInAgain.Show(this);
            case OrdersAnswer.NotAllowed:
                return Notice.NotAllowed.Show(this);
            case OrdersAnswer.NoSuchPage:
                return Notice.NotFound.Show(this);
            case OrdersAnswer.TryAgain later:
                return Notice.OrdersLater(later.Wait).Show(this);
            default:
                throw new InvalidOperationException("An answer that this page does not know.");
        }
    }
}
