using Modular.Api.CommandLine;

namespace Modular.Api.Tests.CommandLine;

public class ArgumentsTests
{
    private const string Setting = "--ConnectionStrings:Modular=Data Source=x.db";

    [Theory]
    [InlineData(Setting)]
    [InlineData("--ConnectionStrings:Modular", "Data Source=x.db")]
    [InlineData("-ConnectionStrings:Modular=Data Source=x.db")]
    [InlineData("/ConnectionStrings:Modular=Data Source=x.db")]
    [InlineData("ConnectionStrings:Modular=Data Source=x.db")]
    public void An_option_with_a_colon_is_a_setting_wherever_it_stands(params string[] setting)
    {
        foreach (var read in new[]
        {
            Arguments.Read([.. setting, "backup", "/abs/copy.db"]), Arguments.Read(["backup", .. setting, "/abs/copy.db"]),
            Arguments.Read(["backup", "/abs/copy.db", .. setting]),
        })
        {
            read.Problem.ShouldBeNull();
            read.Settings.ShouldBe([Setting]);
            read.Others.ShouldBe(["backup", "/abs/copy.db"]);
        }
    }

    [Theory]
    [InlineData("/tmp/a.csv")]
    [InlineData("/tmp/a:b.csv")]
    [InlineData("/tmp/a:b=c.csv")]
    [InlineData("a:b.csv")]
    [InlineData("./a:b=c.csv")]
    [InlineData("C:\\a=b.csv")]
    [InlineData("--apply")]
    [InlineData("-x=1")]
    [InlineData("--apply=a:b")]
    [InlineData("http://localhost:5080")]
    [InlineData("-")]
    [InlineData("")]
    public void Everything_else_is_left_to_the_command(string argument)
    {
        var read = Arguments.Read(["import-products", argument]);

        read.Settings.ShouldBeEmpty();
        read.Problem.ShouldBeNull();
        read.Others.ShouldBe(["import-products", argument]);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("-abc")]
    [InlineData("a=b")]
    [InlineData("")]
    public void The_value_of_a_setting_stands_behind_it_whatever_it_is(string value) =>
        Arguments.Read(["--Quota:Burst", value, "migrate"]).Settings.ShouldBe([$"--Quota:Burst={value}"]);

    [Theory]
    [InlineData("--Quota=")]
    [InlineData("--ConnectionStrings=")]
    [InlineData("--identity:providers=")]
    public void An_empty_section_of_a_host_that_passes_its_configuration_on_says_nothing(string section)
    {
        var read = Arguments.Read(["migrate", section]);

        read.Problem.ShouldBeNull();
        read.Settings.ShouldBeEmpty();
        read.Others.ShouldBe(["migrate"]);
    }

    [Fact]
    public void Behind_two_dashes_everything_is_an_argument()
    {
        var read = Arguments.Read(["backup", "--", Setting]);

        read.Settings.ShouldBeEmpty();
        read.Others.ShouldBe(["backup", "--", Setting]);
    }

    [Theory]
    [InlineData("--ConnectionStrings:Modular lacks its value: write it like --ConnectionStrings:Modular=value.", "--ConnectionStrings:Modular")]
    [InlineData("--ConnectionStrings:Modular lacks its value: write it like --ConnectionStrings:Modular=value.", "--ConnectionStrings:Modular", "--apply")]
    [InlineData("--quota:burst stands on the command line twice: remove one of the two.", "--Quota:Burst=1", "--quota:burst=1")]
    public void A_setting_without_a_value_or_with_two_is_refused(string sentence, params string[] arguments) =>
        Arguments.Read(arguments).Problem.ShouldBe(sentence);

    [Theory]
    [InlineData("ConnectionStrings:Modula")]
    [InlineData("ConnectionString:Modular")]
    [InlineData("ConnectionStrings:Modular:x")]
    [InlineData("Database:Provder")]
    [InlineData("Identity:Provider:main:Kind")]
    [InlineData("Shutdown:Seconds")]
    [InlineData("Quota:")]
    [InlineData(":Quota")]
    [InlineData("Quota::Burst")]
    [InlineData("Quota Burst:x")]
    public void A_name_that_is_no_setting_is_refused_without_its_value(string name)
    {
        var problem = Arguments.Read([$"--{name}=secret"]).Problem.ShouldNotBeNull();

        problem.ShouldStartWith($"--{name} is no setting of this program. Known: Cluster:Provider, ConnectionStrings:Modular, ");
        problem.ShouldNotContain("secret");
    }
}
