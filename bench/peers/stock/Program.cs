using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.EntityFrameworkCore;
using Modular.StockPeer;

var builder = WebApplication.CreateBuilder(args);
var clients = builder.Configuration.GetSection("Jwt:Clients").Get<string[]>() ?? [];

builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
{
    bearer.Authority = builder.Configuration["Jwt:Authority"];
    bearer.MapInboundClaims = false;

    // The pool of a benchmark speaks plain http on loopback, and Cognito's access tokens have no audience: the client stands for it.
    bearer.RequireHttpsMetadata = false;
    bearer.TokenValidationParameters.ValidateAudience = false;
});
builder.Services.AddAuthorizationBuilder().AddPolicy("orders.read", policy => policy
    .RequireClaim("token_use", "access")
    .RequireClaim("client_id", clients)
    .RequireAssertion(context => context.User.FindFirstValue("scope")?.Split(' ').Contains("modular/orders.read", StringComparer.Ordinal) == true));
builder.Services.AddDbContextPool<OrdersDb>(options => options.UseSqlite(builder.Configuration.GetConnectionString("Orders")));
builder.Services.ConfigureHttpJsonOptions(json =>
{
    json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper));
    json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
});

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapGet("/api/orders", ListOrders.HandleAsync).RequireAuthorization("orders.read");
await app.RunAsync();
