using Modular.Application.Customers;
using Modular.Domain.Customers;

namespace Modular.Api.Customers;

internal static class CustomerEndpoints
{
    public static void MapCustomers(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("").WithTags("Customers");
        routes.Get<GetProfile, Profile>("/api/profile").NeverStored();
        routes.Put<PutProfile, Profile>("/api/profile").NeverStored();
        routes.Get<GetAccount, Account>("/api/account").NeverStored();
        routes.Delete<CloseAccount>("/api/account").NeverStored();
        routes.Get<ExportAccount, AccountExport>("/api/account/export", AsFile).NeverStored();
        routes.Post<LinkIdentity, Account>("/api/account/identities").NeverStored();
        routes.Delete<UnlinkIdentity>("/api/account/identities/{id:guid}").NeverStored();
        routes.PostTo<SignOutEverywhere>("/api/account/sign-out-everywhere").NeverStored();
        routes.PostTo<SignOutCustomer>("/api/customers/{customerId:guid}/sign-out-everywhere").NeverStored();
        routes.PostTo<SuspendCustomer>("/api/customers/{customerId:guid}/suspend").NeverStored();
        routes.PostTo<ReinstateCustomer>("/api/customers/{customerId:guid}/reinstate").NeverStored();
    }

    private static IResult AsFile(HttpContext http, AccountExport export)
    {
        http.Response.Headers.ContentDisposition = "attachment; filename=\"account.json\"";
        return TypedResults.Ok(export);
    }

    /// <summary>Personal data stays out of every cache, the browser's own included.</summary>
    private static void NeverStored(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter(async (context, next) =>
        {
            var answer = await next(context);
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return answer;
        });
}
