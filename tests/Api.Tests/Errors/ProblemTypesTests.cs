using System.Collections;
using System.Reflection;
using System.Text;
using ErrorOr;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Modular.Api.Errors;
using Modular.Api.Logging;
using Modular.Api.Tests.Hosting;
using Modular.Application.Orders;
using Modular.Application.Pipeline;

namespace Modular.Api.Tests.Errors;

public sealed class ProblemTypesTests(ApiHost api) : IClassFixture<ApiHost>
{
    private static readonly IReadOnlyList<MemberInfo> Declared =
    [
        .. typeof(OrderErrors).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Errors", StringComparison.Ordinal) || type == typeof(Refusals))
            .SelectMany(type => type.GetMembers(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(member => member is PropertyInfo { PropertyType: var property } && property == typeof(Error)
                || (member is MethodInfo { ReturnType: var answer, IsSpecialName: false } && answer == typeof(Error))),
    ];

    [Fact]
    public void Every_error_that_a_use_case_answers_with_is_in_the_catalogue_with_its_status()
    {
        Declared.Count.ShouldBeGreaterThan(14);
        Declared.ShouldContain(member => member.Name == nameof(OrderErrors.IllegalTransition));
        Declared.ShouldContain(member => member.Name == nameof(Refusals.TooManyRequests));
        foreach (var member in Declared)
        {
            var error = ErrorOf(member);
            Should.NotThrow(() => Problem.Of([error]), $"{member.DeclaringType!.Name}.{member.Name}").Type.ShouldBe(Problem.TypePrefix + error.Code);
        }
    }

    [Fact]
    public void An_error_that_is_not_listed_or_has_another_status_is_a_bug()
    {
        Should.Throw<ArgumentException>(() => Problem.Of([Error.Conflict("no-such-problem", "x")])).Message.ShouldContain("no-such-problem");
        Should.Throw<ArgumentException>(() => Problem.Of([Error.Conflict("order-not-found", "x")])).Message.ShouldContain("404");
        Should.Throw<ArgumentException>(() => Problem.Of([Error.Custom(418, "precondition-failed", "x")])).Message.ShouldContain("412");
    }

    [Fact]
    public void Every_status_of_a_refusal_has_a_problem_whether_it_is_listed_or_not()
    {
        foreach (var status in Enumerable.Range(400, 200))
        {
            var problem = Should.NotThrow(() => Problem.OfStatus(status), $"{status}");

            problem.Status.ShouldBe(status);
            problem.Title.ShouldEndWith(".");
            problem.Title.Length.ShouldBeGreaterThan(3);
            problem.Type.ShouldBe(ProblemTypes.All.Any(type => Problem.TypePrefix + type.Name == problem.Type) ? problem.Type : Problem.Blank);
        }

        Problem.OfStatus(431).Type.ShouldBe("urn:modular:problem:request-header-fields-too-large");
        Problem.OfStatus(418).Type.ShouldBe(Problem.Blank);
        Problem.OfStatus(498).Title.ShouldBe("The request was refused.");
    }

    [Fact]
    public async Task Every_status_of_a_refusal_is_answered_and_logged_whether_it_is_listed_or_not()
    {
        foreach (var status in Enumerable.Range(400, 200))
        {
            var http = new DefaultHttpContext { RequestServices = api.Services };
            using var body = new MemoryStream();
            http.Response.Body = body;

            RequestDelegate refuse = refused => Problems.WriteAsync(refused, Problem.OfStatus(status));
            await Should.NotThrowAsync(() => ActivatorUtilities.CreateInstance<AnswerLog>(api.Services, refuse).InvokeAsync(http), $"{status}");

            http.Response.StatusCode.ShouldBe(status);
            Encoding.UTF8.GetString(body.ToArray()).ShouldContain($"\"status\":{status}");
        }

        api.Log.GetSnapshot().ShouldContain(line => line.Message.StartsWith("Answered 418 about:blank", StringComparison.Ordinal));
    }

    [Fact]
    public void A_number_that_is_no_kind_of_error_is_its_status() =>
        Problem.Of([Error.Custom(412, "precondition-failed", "It is another one.")]).Status.ShouldBe(412);

    [Fact]
    public void Each_has_one_name_a_refusals_status_and_a_sentence()
    {
        ProblemTypes.All.Select(type => type.Name).ShouldBeUnique();
        ProblemTypes.All.ShouldAllBe(type => type.Status >= 400 && type.Status < 600);
        ProblemTypes.All.ShouldAllBe(type => type.Explanation.EndsWith('.') && type.Explanation.Length > 20);
        ProblemTypes.All.Select(type => (type.Status, type.Name)).ShouldBe(
            ProblemTypes.All.Select(type => (type.Status, type.Name)).OrderBy(type => type.Status).ThenBy(type => type.Name, StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_documentation_lists_all_of_them()
    {
        var description = (await api.Anonymous().GetJsonAsync("/openapi/v1.json")).GetProperty("info").Text("description");

        foreach (var type in ProblemTypes.All)
        {
            description.ShouldContain($"| {type.Status} `{type.Name}` | {type.Explanation} |");
        }
    }

    private static Error ErrorOf(MemberInfo member) => (Error)(member switch
    {
        PropertyInfo property => property.GetValue(null)!,
        MethodInfo method => method.Invoke(null, [.. method.GetParameters().Select(parameter => SomeOf(parameter.ParameterType))])!,
        _ => throw new InvalidOperationException(member.Name),
    });

    private static object? SomeOf(Type type) =>
        type == typeof(string) ? "x"
        : type.IsEnum ? Enum.GetValues(type).GetValue(0)
        : type.IsValueType ? Activator.CreateInstance(type)
        : type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? Array.CreateInstance(type.GetGenericArguments()[0], 0)
        : throw new InvalidOperationException($"Say here what a {type.Name} may be.");
}
