using Modular.Application.Customers;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;

namespace Modular.Api.Customers;

internal static class CustomerEndpoints
{
    public static void MapCustomers(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("").WithTags("Customers");
        routes.Get<GetProfile, Profile>("/api/profile", tag: EntityTag.Of).NeverStored();
        routes.Put<PutProfile, Profile>("/api/profile", EntityTag.Of, (request, condition) => request with { Condition = condition }).NeverStored();
        routes.Get<GetAccount, Account>("/api/account", tag: EntityTag.Of).NeverStored();
        routes.Delete<CloseAccount>("/api/account", (request, condition) => request with { Condition = condition }).NeverStored();
        routes.Get<ExportAccount, AccountExport>("/api/account/export", AsFile).NeverStored();
        routes.Post<LinkIdentity, Account>("/api/account/identities", EntityTag.Of, (request, condition) => request with { Condition = condition }).NeverStored();
        routes.Delete<UnlinkIdentity>("/api/account/identities/{id:guid}", (request, condition) => request with { Condition = condition }).NeverStored();
        routes.PostTo<SignOutEverywhere>("/api/account/sign-out-everywhere", (request, condition) => request with { Condition = condition }).NeverStored();
        routes.PostTo<SignOutCustomer>("/api/customers/{customerId:guid}/sign-out-everywhere").NeverStored();
        routes.PostTo<SuspendCustomer, SuspensionChange>("/api/customers/{customerId:guid}/suspend").NeverStored();
        routes.PostTo<ReinstateCustomer, SuspensionChange>("/api/customers/{customerId:guid}/reinstate").NeverStored();
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
